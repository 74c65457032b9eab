-- People as the register of care needs them: a number that may be missing, with what is known of it; communication needs; death; duplicates.
alter table assessment.people
    alter column nhs_number drop not null,
    -- NHSNumberVerificationStatus: kept apart from the number, which says nothing of who checked it.
    add column nhs_number_status  text not null default 'NUMBER_PRESENT_BUT_NOT_TRACED',
    add column preferred_name     text not null default '',
    add column title              text not null default '',
    add column gp_practice        text not null default '',
    add column home_organisation  text not null default '',
    -- The Accessible Information Standard's fields, as the contract's JSON: read whole.
    add column communication      jsonb,
    add column death_date         date check (death_date >= birth_date),
    add column merged_into        uuid check (merged_into <> id),
    add check (nhs_number is not null or nhs_number_status not in ('NUMBER_PRESENT_AND_VERIFIED', 'NUMBER_PRESENT_BUT_NOT_TRACED')),
    add check (nhs_number is null or nhs_number_status <> 'NUMBER_NOT_PRESENT_AND_TRACE_NOT_REQUIRED');
-- The check of the new foreign key, and that of the functions below, speak of all rows, which the owner may only outside the policy.
alter table assessment.people no force row level security;
alter table assessment.people add foreign key (programme, merged_into) references assessment.people (programme, id);
create index people_merged on assessment.people (programme, merged_into) where merged_into is not null;

-- What a record said before each correction, and why it was corrected; who did it stands in the audit of the same instant.
create table assessment.person_corrections (
    programme     text not null,
    id            uuid not null,
    record_id     uuid not null,
    reason        text not null,
    note          text not null,
    before        jsonb not null,
    changed       text[] not null,
    corrected_at  timestamptz not null,
    primary key (programme, id),
    foreign key (programme, record_id) references assessment.people (programme, id)
);
create index person_corrections_by_record on assessment.person_corrections (programme, record_id, id);
select platform.protect('assessment.person_corrections');

create table assessment.people_merges (
    programme            text not null,
    id                   uuid not null,
    survivor_id          uuid not null,
    merged_id            uuid not null,
    reason               text not null,
    note                 text not null,
    numbers_differ_note  text not null,
    merged_at            timestamptz not null,
    primary key (programme, id),
    unique (programme, merged_id),
    foreign key (programme, survivor_id) references assessment.people (programme, id),
    foreign key (programme, merged_id) references assessment.people (programme, id)
);
create index people_merges_by_survivor on assessment.people_merges (programme, survivor_id, id);
select platform.protect('assessment.people_merges');

-- Which rows were the merged record's: both histories can still be told apart.
create table assessment.merged_rows (
    programme   text not null,
    merge_id    uuid not null,
    table_name  text not null,
    row_id      uuid not null,
    primary key (programme, merge_id, table_name, row_id),
    foreign key (programme, merge_id) references assessment.people_merges (programme, id)
);
select platform.protect('assessment.merged_rows');

-- Whom each batch of a load registered or added to: a batch has one entry in the audit, and stands in the access record of each of them.
create table assessment.people_load_batches (
    programme  text not null,
    load_id    uuid not null,
    loaded_at  timestamptz not null,
    people     uuid[] not null,
    primary key (programme, load_id, loaded_at),
    foreign key (programme, load_id) references assessment.people_loads (programme, id)
);
select platform.protect('assessment.people_load_batches');

-- Gives the rows of one person to another, in whatever table has them: a table of this schema with the columns person_id and id needs nothing else to take part.
-- It runs as the owner, because much of this is append-only for the service; the policy of the programme holds for the owner too.
-- A row that only one of a kind can be for a person (a unique key with person_id and without a condition) stays where it is if the survivor has its own.
-- Two that may not stand beside each other for the time being (a unique index with a condition, such as two open offers) are an error: unique_violation.
create function assessment.give_rows(merge uuid, merged uuid, survivor uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
    target  record;
    clash   text;
begin
    for target in
        select c.oid, c.relname
        from pg_catalog.pg_class c
        join pg_catalog.pg_attribute p on p.attrelid = c.oid and p.attname = 'person_id' and not p.attisdropped
        where c.relnamespace = 'assessment'::regnamespace and c.relkind = 'r'
        order by c.relname
    loop
        select pg_catalog.string_agg(pg_catalog.format(
            ' and not exists (select from assessment.%I o where o.person_id = $3 %s)', target.relname, k.columns), '')
        into clash
        from (
            select (
                select coalesce(pg_catalog.string_agg(pg_catalog.format(' and o.%1$I = t.%1$I', a.attname), ''), '')
                from pg_catalog.pg_attribute a
                where a.attrelid = target.oid and a.attnum = any (i.indkey) and a.attname not in ('person_id')
            ) as columns
            from pg_catalog.pg_index i
            where i.indrelid = target.oid and i.indisunique and i.indpred is null
                and exists (select from pg_catalog.pg_attribute a where a.attrelid = target.oid and a.attnum = any (i.indkey) and a.attname = 'person_id')
        ) k;
        execute pg_catalog.format(
            'with given as (update assessment.%I t set person_id = $3 where t.person_id = $2 %s returning t.programme, t.id) '
            'insert into assessment.merged_rows (programme, merge_id, table_name, row_id) select programme, $1, %L, id from given',
            target.relname, coalesce(clash, ''), target.relname)
        using merge, merged, survivor;
    end loop;
end $$;
revoke execute on function assessment.give_rows from public;
grant execute on function assessment.give_rows to :app;

-- A record and all that were merged into it, directly or by way of others.
create function assessment.records_of(person uuid) returns setof uuid
language sql stable as $$
    with recursive record (id) as (
        select p.id from assessment.people p where p.id = person
        union
        select p.id from assessment.people p join record r on p.merged_into = r.id
    )
    select id from record
$$;

-- The record that stands for a person now.
create function assessment.survivor_of(person uuid) returns uuid
language sql stable as $$
    with recursive record (id, merged_into) as (
        select p.id, p.merged_into from assessment.people p where p.id = person
        union
        select p.id, p.merged_into from assessment.people p join record r on p.id = r.merged_into
    )
    select id from record where merged_into is null
$$;

alter table assessment.people force row level security;
