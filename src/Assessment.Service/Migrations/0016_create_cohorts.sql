-- Who could benefit: rules as data of each programme. A version that is published never changes; the next one takes its place.
create table assessment.cohort_rules (
    programme     text not null constraint cohort_rules_programme_fkey references platform.programmes,
    id            uuid not null,
    code          text not null,
    number        int not null,
    state         text not null check (state in ('DRAFT', 'PUBLISHED', 'RETIRED')),
    name          text not null,
    why           text not null,
    expression    jsonb not null,
    created_at    timestamptz not null,
    published_at  timestamptz,
    version       int not null default 1,
    primary key (programme, id),
    unique (programme, code, number),
    check ((state = 'DRAFT') = (published_at is null))
);
create unique index cohort_rules_in_force on assessment.cohort_rules (programme, code) where state = 'PUBLISHED';
create unique index cohort_rules_drafted on assessment.cohort_rules (programme, code) where state = 'DRAFT';
select platform.protect('assessment.cohort_rules', updatable => true);

-- What was done to reach a person, and what they said to it. Recorded, never changed.
create table assessment.outreach_marks (
    programme   text not null,
    id          uuid not null,
    person_id   uuid not null,
    kind        text not null check (kind in ('CONTACTED', 'NOT_TO_BE_CONTACTED', 'MAY_BE_CONTACTED')),
    mark_date   date not null,
    created_at  timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index outreach_marks_by_person on assessment.outreach_marks (programme, person_id, id);
select platform.protect('assessment.outreach_marks');
