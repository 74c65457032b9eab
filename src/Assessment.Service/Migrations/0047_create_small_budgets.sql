-- The light path: proposed by one person, decided once by another.
create table assessment.small_budgets (
    programme     text not null,
    id            uuid not null,
    person_id     uuid not null,
    kind          text not null check (kind in ('ONE_OFF', 'LOW_VALUE')),
    outcome       text not null,
    -- Read whole, as the contract's JSON.
    items         jsonb not null,
    amount_pence  bigint not null check (amount_pence > 0),
    funder        text not null,
    management    text not null,
    state         text not null default 'PROPOSED' check (state in ('PROPOSED', 'APPROVED', 'REFUSED')),
    proposed_by   text not null,
    proposed_at   timestamptz not null,
    decided_by    text,
    decided_at    timestamptz,
    -- The financial year of the approval, by the day on which it begins.
    approved_year date,
    notice_id     uuid,
    version       int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, notice_id) references assessment.notices (programme, id),
    check (decided_by <> proposed_by),
    check (num_nulls(decided_by, decided_at) in (0, 2) and (state = 'PROPOSED') = (decided_at is null)),
    check ((state = 'APPROVED') = (approved_year is not null)),
    check ((state = 'REFUSED') = (notice_id is not null))
);
create index small_budgets_by_person on assessment.small_budgets (programme, person_id, id);
-- One one-off direct payment for a person in a year, however many are approved at once.
create unique index small_budgets_one_off on assessment.small_budgets (programme, person_id, approved_year)
    where state = 'APPROVED' and kind = 'ONE_OFF' and management = 'DIRECT_PAYMENT';
select platform.protect('assessment.small_budgets');
grant update (state, decided_by, decided_at, approved_year, notice_id, version) on assessment.small_budgets to :app;
