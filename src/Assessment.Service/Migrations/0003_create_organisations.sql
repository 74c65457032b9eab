-- National reference data, the same for every programme: what an operator loads from the files of the Organisation Data Service.
create table assessment.organisations (
    code    text collate "C" primary key check (code ~ '^[A-Z0-9]{3,9}$'),
    name    text not null,
    kind    text not null,
    opened  date not null,
    closed  date check (closed >= opened)
);
create index organisations_by_kind on assessment.organisations (kind, code);

-- Not bound to the organisations by a key: the two come in different files, in either order, and an old code may be in none.
create table assessment.organisation_successions (
    code            text collate "C" not null check (code ~ '^[A-Z0-9]{3,9}$'),
    successor_code  text collate "C" not null check (successor_code ~ '^[A-Z0-9]{3,9}$' and successor_code <> code),
    effective       date not null,
    primary key (code, successor_code)
);
create index organisation_successions_by_successor on assessment.organisation_successions (successor_code);

-- The command that loads the files runs as the service does.
grant usage on schema assessment to :app;
grant select, insert, update on assessment.organisations, assessment.organisation_successions to :app;
