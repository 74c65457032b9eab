-- The people around a person, what was consented to, and what was found about capacity.
create table assessment.related_people (
    programme            text not null,
    id                   uuid not null,
    person_id            uuid not null,
    kind                 text not null,
    state                text not null default 'PROPOSED' check (state in ('PROPOSED', 'REFERRED', 'AGREED', 'ENDED')),
    -- What the caller gave, as the contract's JSON: it is read whole.
    details              jsonb not null,
    -- Who agreed first, where the rules ask for a second person.
    first_agreed_by      text,
    end_reason           text,
    end_note             text,
    created_at           timestamptz not null,
    agreed_at            timestamptz,
    ended_at             timestamptz,
    version              int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((state = 'REFERRED') <= (first_agreed_by is not null)),
    check ((state = 'AGREED') <= (agreed_at is not null)),
    check ((state = 'ENDED') = (ended_at is not null and end_reason is not null))
);
create index related_people_by_person on assessment.related_people (programme, person_id, id);
-- One hand receives the money.
create unique index related_people_one_nominee on assessment.related_people (programme, person_id) where kind = 'NOMINEE' and state = 'AGREED';
select platform.protect('assessment.related_people', updatable => true);

create table assessment.consents (
    programme          text not null,
    id                 uuid not null,
    person_id          uuid not null,
    purpose            text not null,
    given_by           text not null check (given_by in ('PERSON', 'REPRESENTATIVE')),
    representative_id  uuid,
    method             text not null,
    given_on           date not null,
    ends_on            date check (ends_on >= given_on),
    shared_with        text[] not null default '{}',
    withdrawn_by       text,
    withdraw_reason    text,
    withdrawn_at       timestamptz,
    created_at         timestamptz not null,
    version            int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, representative_id) references assessment.related_people (programme, id),
    check ((given_by = 'REPRESENTATIVE') = (representative_id is not null)),
    check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index consents_by_person on assessment.consents (programme, person_id, id);
select platform.protect('assessment.consents', updatable => true);

-- Append-only: a later finding stands beside an earlier one.
create table assessment.capacity_findings (
    programme       text not null,
    id              uuid not null,
    person_id       uuid not null,
    decision        text not null,
    assessed_on     date not null,
    assessor        text not null,
    outcome         text not null check (outcome in ('HAS_CAPACITY', 'LACKS_CAPACITY')),
    grounds         text not null,
    expected        text,
    advance_wishes  text not null,
    review_on       date check (review_on > assessed_on),
    consequences    text[] not null,
    created_at      timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index capacity_findings_by_person on assessment.capacity_findings (programme, person_id, id);
select platform.protect('assessment.capacity_findings');

-- What is to be put to a person who decides for themselves again, or from 16.
create table assessment.consent_prompts (
    programme    text not null,
    id           uuid not null,
    person_id    uuid not null,
    decision     text not null,
    cause        text not null,
    state        text not null default 'OPEN' check (state in ('OPEN', 'KEPT', 'STOPPED', 'LAPSED')),
    created_at   timestamptz not null,
    answered_at  timestamptz,
    version      int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((state in ('KEPT', 'STOPPED')) = (answered_at is not null))
);
create index consent_prompts_by_person on assessment.consent_prompts (programme, person_id, id);
-- A question is asked once at a time.
create unique index consent_prompts_open on assessment.consent_prompts (programme, person_id, decision) where state = 'OPEN';
select platform.protect('assessment.consent_prompts', updatable => true);
