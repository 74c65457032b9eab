-- People, what they are offered, what they need and what they are eligible for.
-- Names, birth dates and NHS numbers stand here and in no other database of the suite.
create schema assessment;

create table assessment.people (
    programme    text not null references platform.programmes,
    id           uuid not null,
    nhs_number   text not null check (nhs_number ~ '^[0-9]{10}$'),
    given_name   text not null,
    family_name  text not null,
    birth_date   date not null,
    created_at   timestamptz not null,
    version      int not null default 1,
    primary key (programme, id),
    unique (programme, nhs_number)
);
create index people_by_name on assessment.people (programme, lower(family_name), birth_date);
select platform.protect('assessment.people', updatable => true);

-- Sections are recorded, never changed: a later row of the same section and first day replaces an earlier one.
create table assessment.legal_statuses (
    programme           text not null,
    id                  uuid not null,
    person_id           uuid not null,
    section             text not null,
    start_date          date not null,
    end_date            date check (end_date >= start_date),
    left_hospital_date  date check (left_hospital_date >= start_date),
    aftercare_end_date  date check (aftercare_end_date >= left_hospital_date),
    created_at          timestamptz not null,
    version             int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index legal_statuses_by_person on assessment.legal_statuses (programme, person_id, id);
select platform.protect('assessment.legal_statuses');

create table assessment.offers (
    programme       text not null,
    id              uuid not null,
    person_id       uuid not null,
    kind            text not null,
    state           text not null check (state in ('OFFERED', 'ACCEPTED', 'DECLINED')),
    decline_reason  text,
    decline_note    text,
    offered_at      timestamptz not null,
    answered_at     timestamptz,
    version         int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((state = 'OFFERED') = (answered_at is null)),
    check ((state = 'DECLINED') = (decline_reason is not null))
);
create index offers_by_person on assessment.offers (programme, person_id, id);
-- One question at a time: while an offer is open, no other can be made.
create unique index offers_open on assessment.offers (programme, person_id) where state = 'OFFERED';
select platform.protect('assessment.offers', updatable => true);

-- Findings and needs are read whole, as the contract's JSON.
create table assessment.assessments (
    programme        text not null,
    id               uuid not null,
    person_id        uuid not null,
    kind             text not null,
    assessment_date  date not null,
    own_view         text not null,
    findings         jsonb not null,
    state            text not null check (state in ('DRAFT', 'SIGNED')),
    signed_at        timestamptz,
    created_at       timestamptz not null,
    version          int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((state = 'SIGNED') = (signed_at is not null))
);
create index assessments_by_person on assessment.assessments (programme, person_id, id);
select platform.protect('assessment.assessments', updatable => true);

-- Decisions never change; a new one stands beside the old one. The facts make it possible to decide again and get the same.
create table assessment.eligibility_decisions (
    programme          text not null,
    id                 uuid not null,
    assessment_id      uuid not null,
    person_id          uuid not null,
    outcomes           jsonb not null,
    facts              jsonb not null,
    budget_goes_ahead  boolean not null,
    decided_at         timestamptz not null,
    primary key (programme, id),
    foreign key (programme, assessment_id) references assessment.assessments (programme, id)
);
create index eligibility_decisions_by_assessment on assessment.eligibility_decisions (programme, assessment_id, id);
select platform.protect('assessment.eligibility_decisions');
