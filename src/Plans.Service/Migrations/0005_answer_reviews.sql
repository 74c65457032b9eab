-- What came of the flags that asked for a review of a plan.
create table plans.review_answers (
    programme    text not null,
    id           uuid not null,
    plan_id      uuid not null,
    cause        text not null,
    finding      text not null,
    reasons      text not null,
    answered_by  text not null,
    answered_at  timestamptz not null,
    primary key (programme, id),
    foreign key (programme, plan_id) references plans.plans (programme, plan_id)
);
create index review_answers_by_plan on plans.review_answers (plan_id, programme, id);
select platform.protect('plans.review_answers');
