-- What caseloads say of people: service use, settings, pathways, circumstances. Cohort rules count it.
create table assessment.caseload_facts (
    programme       text not null,
    person_id       uuid not null,
    kind            text not null,
    start_date      date not null,
    -- Empty but for diagnoses, of which somebody can have several since one day.
    diagnosis_code  text not null default '',
    id              uuid not null,
    end_date        date check (end_date >= start_date),
    occurrences     smallint not null check (occurrences between 1 and 50),
    cluster         smallint check (cluster between 0 and 21 and cluster <> 9),
    withdrawn_at    timestamptz,
    created_at      timestamptz not null,
    version         int not null default 1,
    -- Person by person, as rules count them, and what makes a fact the same that an earlier load brought.
    primary key (programme, person_id, kind, start_date, diagnosis_code),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((kind = 'CLUSTER') = (cluster is not null)),
    check ((kind = 'DIAGNOSIS') = (diagnosis_code <> ''))
);
select platform.protect('assessment.caseload_facts', updatable => true);

-- A line can add facts to somebody who is registered already.
alter table assessment.people_loads add column updated bigint not null default 0;
alter table assessment.people_loads drop constraint people_loads_check;
alter table assessment.people_loads add check (registered + updated + faulty = lines);
