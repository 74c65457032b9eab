-- Where people live and lived: recorded, never changed. A place ends where the next begins.
create table assessment.residences (
    programme              text not null,
    id                     uuid not null,
    person_id              uuid not null,
    kind                   text not null,
    council                text not null,
    integrated_care_board  text not null,
    start_date             date not null,
    placed_by_council      text not null,
    replaces_id            uuid,
    replacement_reason     text not null,
    recorded_in_error      boolean not null,
    created_at             timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, replaces_id) references assessment.residences (programme, id),
    check ((replaces_id is null) = (replacement_reason = '')),
    check (not recorded_in_error or replaces_id is not null)
);
create index residences_by_person on assessment.residences (programme, person_id, id);
-- Two that replace the same record at once: the second is refused.
create unique index residences_replaced on assessment.residences (programme, replaces_id) where replaces_id is not null;
select platform.protect('assessment.residences');

-- The times in which a council continues the plan of the one that the person left.
create table assessment.plan_continuities (
    programme      text not null,
    id             uuid not null,
    person_id      uuid not null,
    residence_id   uuid not null,
    move_date      date not null,
    from_council   text not null,
    to_council     text not null,
    end_code       text,
    assessment_id  uuid,
    opened_at      timestamptz not null,
    closed_at      timestamptz,
    version        int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, residence_id) references assessment.residences (programme, id),
    foreign key (programme, assessment_id) references assessment.assessments (programme, id),
    check ((end_code is null) = (closed_at is null)),
    check (assessment_id is null or end_code = 'ASSESSED')
);
create index plan_continuities_by_person on assessment.plan_continuities (programme, person_id, id);
create unique index plan_continuities_open on assessment.plan_continuities (programme, person_id) where closed_at is null;
select platform.protect('assessment.plan_continuities', updatable => true);

-- Whether after-care is still needed, and what both bodies decided.
create table assessment.aftercare_endings (
    programme              text not null,
    id                     uuid not null,
    person_id              uuid not null,
    legal_status_id        uuid not null,
    council                text not null,
    integrated_care_board  text not null,
    consultation_date      date not null,
    person_view            text not null,
    carer_view             text not null,
    state                  text not null default 'OPEN' check (state in ('OPEN', 'ENDED', 'NOT_ENDED', 'SET_ASIDE')),
    end_date               date,
    set_aside_reason       text not null default '',
    created_at             timestamptz not null,
    version                int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, legal_status_id) references assessment.legal_statuses (programme, id),
    check (state <> 'ENDED' or end_date is not null),
    check ((state = 'SET_ASIDE') = (set_aside_reason <> ''))
);
create index aftercare_endings_by_person on assessment.aftercare_endings (programme, person_id, id);
create unique index aftercare_endings_open on assessment.aftercare_endings (programme, person_id) where state = 'OPEN';
select platform.protect('assessment.aftercare_endings', updatable => true);

-- One for each body: neither decides twice.
create table assessment.aftercare_decisions (
    programme                   text not null,
    ending_id                   uuid not null,
    body                        text not null check (body in ('COUNCIL', 'INTEGRATED_CARE_BOARD')),
    satisfied                   boolean not null,
    decision_date               date not null,
    reasons                     text not null check (reasons <> ''),
    written_decision_reference  text not null,
    decided_by                  text not null,
    recorded_at                 timestamptz not null,
    primary key (programme, ending_id, body),
    foreign key (programme, ending_id) references assessment.aftercare_endings (programme, id)
);
select platform.protect('assessment.aftercare_decisions');

-- The worklist of ages asks for ranges of birth dates.
create index people_by_birth_date on assessment.people (programme, birth_date);
