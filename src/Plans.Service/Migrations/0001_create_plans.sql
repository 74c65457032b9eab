-- Plans: one row a plan with its outcomes and lines, which are only ever read whole; rows for what others ask about.
-- Platform's protect() gives the application role its rights and row-level security to each table.

create schema plans;

create table plans.plans (
    programme                text not null references platform.programmes,
    plan_id                  uuid not null,
    version                  int not null default 1,
    person_id                uuid not null,
    allocation_id            uuid not null,
    indicative_annual_pence  bigint not null check (indicative_annual_pence >= 0),
    start_date               date,
    outcomes                 jsonb not null default '[]',
    lines                    jsonb not null default '[]',
    care_coordinator         text not null default '',
    first_review_date        date,
    reasons_above_indicative text not null default '',
    state                    text not null default 'DRAFT' check (state in ('DRAFT', 'SUBMITTED', 'APPROVING', 'APPROVED', 'RETURNED')),
    submission               int not null default 0,
    completing_funder        text,
    commitment_id            uuid,
    return_reasons           text not null default '',
    approved_at              timestamptz,
    paid_pence               bigint not null default 0 check (paid_pence >= 0),
    created_at               timestamptz not null,
    updated_at               timestamptz not null,
    primary key (programme, plan_id),
    constraint plans_allocation_key unique (programme, allocation_id),
    check ((state = 'APPROVING') = (completing_funder is not null)),
    check ((state = 'APPROVED') = (commitment_id is not null and approved_at is not null))
);
create index plans_by_person on plans.plans (programme, person_id, plan_id);
-- For the sweep: few plans are in between at any time.
create index plans_approving on plans.plans (programme, updated_at) where state = 'APPROVING';
select platform.protect('plans.plans', updatable => true);

-- Who wrote or submitted a plan may not approve it, however long ago.
create table plans.plan_authors (
    programme  text not null,
    plan_id    uuid not null,
    subject    text not null,
    first_at   timestamptz not null,
    primary key (programme, plan_id, subject),
    foreign key (programme, plan_id) references plans.plans
);
select platform.protect('plans.plan_authors');

-- One row a funder and submission: a plan that is returned and submitted again asks every funder anew.
create table plans.plan_approvals (
    programme       text not null,
    plan_id         uuid not null,
    submission      int not null,
    funder          text not null,
    position        int not null,
    annual_pence    bigint not null check (annual_pence >= 0),
    one_off_pence   bigint not null check (one_off_pence >= 0),
    approved_by     text,
    approved_at     timestamptz,
    refusal_reason  text,
    refusal_text    text,
    refusal_source  text,
    primary key (programme, plan_id, submission, funder),
    foreign key (programme, plan_id) references plans.plans,
    check ((approved_by is null) = (approved_at is null))
);
select platform.protect('plans.plan_approvals', updatable => true);

-- One row a payment: an event that comes twice counts once.
create table plans.plan_payments (
    programme     text not null,
    payment_id    uuid not null,
    plan_id       uuid not null,
    funder        text not null,
    amount_pence  bigint not null check (amount_pence > 0),
    released_at   timestamptz not null,
    primary key (programme, payment_id),
    foreign key (programme, plan_id) references plans.plans
);
create index plan_payments_by_plan on plans.plan_payments (programme, plan_id);
select platform.protect('plans.plan_payments');
