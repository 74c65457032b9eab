-- What is told of people and of indicative budgets after their plans were opened.

-- The columns are those that Platform keeps of people in every service that knows them by ids.
create table plans.people (
    programme                    text not null references platform.programmes,
    person_id                    uuid not null,
    -- The person's own id until the record is merged into another.
    survivor_id                  uuid not null,
    death_date                   date,
    is_direct_payment_permitted  boolean,
    permission_decided_at        timestamptz,
    primary key (programme, person_id),
    foreign key (programme, survivor_id) references plans.people (programme, person_id)
);
select platform.protect('plans.people', updatable => true);
create index people_by_survivor on plans.people (programme, survivor_id);

-- Indicative budgets that stand no more, and what took their place; nothing where the later decision yields none.
create table plans.supersessions (
    programme         text not null references platform.programmes,
    allocation_id     uuid not null,
    by_allocation_id  uuid check (by_allocation_id <> allocation_id),
    by_annual_pence   bigint check (by_annual_pence >= 0),
    primary key (programme, allocation_id),
    check ((by_allocation_id is null) = (by_annual_pence is null))
);
select platform.protect('plans.supersessions', updatable => true);
create index supersessions_by_successor on plans.supersessions (programme, by_allocation_id);

-- A plan of any state can close (DOMAIN 0, A3); one that was approved keeps its commitment for the final account.
alter table plans.plans
    drop constraint plans_state_check,
    add constraint plans_state_check check (state in ('DRAFT', 'SUBMITTED', 'APPROVING', 'APPROVED', 'RETURNED', 'CLOSING')),
    drop constraint plans_check1,
    add constraint plans_commitment_check check ((commitment_id is null) = (approved_at is null)),
    add constraint plans_approved_check check (
        case state when 'APPROVED' then commitment_id is not null when 'CLOSING' then true else commitment_id is null end),
    -- What asks for a review since the plan was opened: codes of PlanFlag.
    add review_causes text[] not null default '{}';
