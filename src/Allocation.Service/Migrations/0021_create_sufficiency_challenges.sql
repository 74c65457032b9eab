-- Challenges of the sufficiency of indicative budgets: one open at a time for each budget.
create table allocation.sufficiency_challenges (
    programme             text not null,
    id                    uuid not null,
    allocation_id         uuid not null,
    person_id             uuid not null,
    raised_by             text not null,
    raised_on             date not null,
    grounds               text not null,
    asked_annual_pence    bigint not null check (asked_annual_pence >= 0),
    answer_due_on         date not null,
    state                 text not null default 'OPEN' check (state in ('OPEN', 'UPHELD', 'UPHELD_IN_PART', 'NOT_UPHELD', 'WITHDRAWN')),
    reasons               text[] not null default '{}',
    answer_allocation_id  uuid,
    recorded_by           text not null,
    created_at            timestamptz not null,
    closed_by             text,
    closed_at             timestamptz,
    version               int not null default 1,
    primary key (programme, id),
    foreign key (programme, allocation_id) references allocation.allocations (programme, id),
    foreign key (programme, answer_allocation_id) references allocation.allocations (programme, id),
    check ((state = 'OPEN') = (closed_at is null)),
    check (num_nulls(closed_by, closed_at) in (0, 2))
);
create unique index sufficiency_challenges_open on allocation.sufficiency_challenges (allocation_id, programme) where state = 'OPEN';
create index sufficiency_challenges_by_allocation on allocation.sufficiency_challenges (allocation_id, programme);
create index sufficiency_challenges_by_person on allocation.sufficiency_challenges (person_id, id, programme);
create index sufficiency_challenges_due on allocation.sufficiency_challenges (answer_due_on, programme) where state = 'OPEN';
select platform.protect('allocation.sufficiency_challenges');
grant update (state, reasons, answer_allocation_id, closed_by, closed_at, version) on allocation.sufficiency_challenges to :app;
