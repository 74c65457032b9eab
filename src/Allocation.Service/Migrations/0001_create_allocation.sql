-- Models, indicative budgets, funds and what is committed of them. No person data: a person is an id here.
create schema allocation;

-- The method's data are read whole, as the contract's JSON.
create table allocation.models (
    programme     text not null references platform.programmes,
    id            uuid not null,
    name          text not null,
    kind          text not null,
    method        text not null,
    data          jsonb not null,
    valid_from    date not null,
    state         text not null check (state in ('DRAFT', 'PUBLISHED')),
    published_at  timestamptz,
    created_at    timestamptz not null,
    version       int not null default 1,
    primary key (programme, id),
    check ((state = 'PUBLISHED') = (published_at is not null))
);
-- One in force per kind and day; it also finds it.
create unique index models_in_force on allocation.models (programme, kind, valid_from) where state = 'PUBLISHED';
select platform.protect('allocation.models', updatable => true);

create table allocation.allocations (
    programme                text not null references platform.programmes,
    id                       uuid not null,
    person_id                uuid not null,
    assessment_id            uuid not null,
    eligibility_decision_id  uuid not null,
    components               jsonb not null,
    annual_pence             bigint not null check (annual_pence >= 0),
    issued_at                timestamptz not null,
    primary key (programme, id),
    unique (programme, eligibility_decision_id)
);
create index allocations_by_person on allocation.allocations (programme, person_id, id);
create index allocations_by_assessment on allocation.allocations (programme, assessment_id, id);
select platform.protect('allocation.allocations');

-- What is committed stands on the fund's own row: its lock is what makes racing claims wait for one another.
create table allocation.funds (
    programme        text not null references platform.programmes,
    id               uuid not null,
    funder           text not null,
    financial_year   int not null,
    approved_pence   bigint not null check (approved_pence > 0),
    committed_pence  bigint not null default 0 check (committed_pence >= 0),
    created_at       timestamptz not null,
    version          int not null default 1,
    primary key (programme, id),
    unique (programme, funder, financial_year)
);
select platform.protect('allocation.funds', updatable => true);

-- One commitment for each version of a plan; the split is kept as it was told to the plan.
create table allocation.commitments (
    programme       text not null,
    id              uuid not null,
    plan_id         uuid not null,
    plan_version    int not null,
    allocation_id   uuid not null,
    financial_year  int not null,
    state           text not null check (state in ('HELD', 'CONFIRMED', 'RELEASED', 'EXPIRED')),
    split           jsonb not null,
    expires_at      timestamptz not null,
    created_at      timestamptz not null,
    version         int not null default 1,
    primary key (programme, id),
    unique (programme, plan_id, plan_version),
    foreign key (programme, allocation_id) references allocation.allocations (programme, id)
);
create index commitments_held on allocation.commitments (programme, expires_at) where state = 'HELD';
select platform.protect('allocation.commitments', updatable => true);

create table allocation.commitment_shares (
    programme       text not null,
    commitment_id   uuid not null,
    place           int not null,
    fund_id         uuid not null,
    annual_pence    bigint not null check (annual_pence >= 0),
    one_off_pence   bigint not null check (one_off_pence >= 0),
    power_pence     bigint not null check (power_pence between 0 and annual_pence + one_off_pence),
    over_committed  boolean not null,
    primary key (programme, commitment_id, place),
    foreign key (programme, commitment_id) references allocation.commitments (programme, id),
    foreign key (programme, fund_id) references allocation.funds (programme, id)
);
create index commitment_shares_by_fund on allocation.commitment_shares (programme, fund_id);
select platform.protect('allocation.commitment_shares', updatable => true);
