-- Whether a direct payment may be made, and what keeps one from being made.
create table assessment.exclusion_flags (
    programme         text not null,
    id                uuid not null,
    person_id         uuid not null,
    kind              text not null,
    starts_on         date not null,
    ends_on           date check (ends_on >= starts_on),
    entered_in_error  boolean not null,
    created_at        timestamptz not null,
    version           int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index exclusion_flags_by_person on assessment.exclusion_flags (programme, person_id, id);
select platform.protect('assessment.exclusion_flags', updatable => true);

create table assessment.direct_payment_permissions (
    programme        text not null,
    id               uuid not null,
    person_id        uuid not null,
    -- The answer and the body's findings, as the contract's JSON.
    answer           jsonb not null,
    findings         jsonb not null,
    -- The next day on which the facts change by themselves: a consent ends, a flag begins, somebody comes of age.
    facts_change_on  date,
    -- The version of the person's record that the answer rests on: a corrected birth date, a death or a merge raises it.
    person_version   int not null,
    decided_at       timestamptz not null,
    version          int not null default 1,
    primary key (programme, id),
    unique (programme, person_id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index direct_payment_permissions_due on assessment.direct_payment_permissions (programme, facts_change_on) where facts_change_on is not null;
select platform.protect('assessment.direct_payment_permissions', updatable => true);

-- Decisions never change; a new one stands beside the old one.
create table assessment.direct_payment_decisions (
    programme         text not null,
    id                uuid not null,
    person_id         uuid not null,
    outcomes          jsonb not null,
    facts             jsonb not null,
    -- The flags that were in force, which only a permission of its own reads.
    restricted_facts  jsonb not null,
    cause             text not null check (cause in ('ASKED', 'FACTS_CHANGED')),
    decided_at        timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index direct_payment_decisions_by_person on assessment.direct_payment_decisions (programme, person_id, id);
select platform.protect('assessment.direct_payment_decisions');
