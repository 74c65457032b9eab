-- The rates of a new year for commitments that stand, applied one part after another.
create table allocation.annual_uplifts (
    programme     text not null references platform.programmes,
    id            uuid not null,
    name          text not null,
    effective_on  date not null,
    -- Rates and named commitments, read whole; as the contract's JSON, like what came of them.
    terms         jsonb not null,
    state         text not null check (state in ('DRAFT', 'APPROVED', 'APPLYING', 'APPLIED')),
    drafted_by    text not null,
    approved_by   text,
    approved_at   timestamptz,
    applied_at    timestamptz,
    completed_at  timestamptz,
    outcome       jsonb not null default '{}',
    -- The last commitment that was looked at: commitments are taken in the order of their ids.
    looked_at_to  uuid,
    created_at    timestamptz not null,
    version       int not null default 1,
    primary key (programme, id),
    check (approved_by <> drafted_by),
    check ((state = 'DRAFT') = (approved_at is null) and num_nulls(approved_by, approved_at) in (0, 2)),
    check ((state in ('APPLYING', 'APPLIED')) = (applied_at is not null) and (state = 'APPLIED') = (completed_at is not null))
);
create index annual_uplifts_applying on allocation.annual_uplifts (id, programme) where state = 'APPLYING';
select platform.protect('allocation.annual_uplifts', updatable => true);

create table allocation.line_rises (
    programme         text not null,
    annual_uplift_id  uuid not null,
    commitment_id     uuid not null,
    line_id           uuid not null,
    financial_year    int not null,
    effective_on      date not null,
    before_pence      bigint not null check (before_pence > 0),
    after_pence       bigint not null check (after_pence >= before_pence),
    set_aside_pence   bigint not null check (set_aside_pence >= 0),
    risen_at          timestamptz not null,
    -- A line has one uplift of a financial year, whichever batches name it and however often they run.
    primary key (commitment_id, line_id, financial_year, programme),
    foreign key (programme, annual_uplift_id) references allocation.annual_uplifts (programme, id),
    foreign key (programme, commitment_id) references allocation.commitments (programme, id)
);
select platform.protect('allocation.line_rises');

create table allocation.uplift_exceptions (
    programme                text not null,
    id                       uuid not null,
    annual_uplift_id         uuid not null,
    commitment_id            uuid not null,
    person_id                uuid not null,
    line_id                  uuid,
    financial_assessment_id  uuid,
    reason                   text not null,
    primary key (programme, id),
    foreign key (programme, annual_uplift_id) references allocation.annual_uplifts (programme, id),
    foreign key (programme, commitment_id) references allocation.commitments (programme, id)
);
create index uplift_exceptions_by_uplift on allocation.uplift_exceptions (annual_uplift_id, id, programme);
create unique index uplift_exceptions_of_assessment on allocation.uplift_exceptions (annual_uplift_id, financial_assessment_id, programme)
    where financial_assessment_id is not null;
select platform.protect('allocation.uplift_exceptions');
