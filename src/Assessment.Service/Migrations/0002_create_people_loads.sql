-- Caseloads that are loaded line by line: how far each has come, and what was wrong with which line.
create table assessment.people_loads (
    programme   text not null constraint people_loads_programme_fkey references platform.programmes,
    id          uuid not null,
    subject     text not null,
    request_id  uuid not null,
    state       text not null default 'OPEN' check (state in ('OPEN', 'COMPLETE')),
    lines       bigint not null default 0,
    registered  bigint not null default 0,
    faulty      bigint not null default 0,
    -- Of all lines that are done, so that others under the same request id are noticed.
    hash        bytea not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (programme, id),
    unique (programme, subject, request_id),
    check (registered + faulty = lines)
);
select platform.protect('assessment.people_loads', updatable => true);

create table assessment.people_load_faults (
    programme  text not null,
    load_id    uuid not null,
    -- The line, then the place among its faults: the order in which they are listed.
    place      uuid not null,
    line       bigint not null,
    field      text not null,
    pointer    text not null,
    reason     text not null,
    detail     text not null,
    primary key (programme, load_id, place),
    foreign key (programme, load_id) references assessment.people_loads (programme, id)
);
select platform.protect('assessment.people_load_faults');
