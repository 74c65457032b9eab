-- What a request needs in every service: tenants, idempotency keys, the audit trail, and the one way to protect a table.
-- The schema platform and its schema_history are made by the migrator itself, which needs them before the first file.

grant usage on schema platform to :app;
grant select on platform.schema_history to :app;

create table platform.programmes (
    programme              text primary key check (programme ~ '^[a-z][a-z0-9-]{1,39}$'),
    integrated_care_board  text not null,
    council                text not null
);
grant select on platform.programmes to :app;

-- Makes a table of the tenants' rows: only rows of the programme that the transaction has set are there, for the owner too.
-- The policy is one equality on the setting itself: a function around it would keep indexes from being used.
create function platform.protect(target regclass, updatable boolean default false) returns void
language plpgsql set search_path = '' as $$
declare
    app text := pg_catalog.regexp_replace(current_user, '_owner$', '_app');
begin
    execute pg_catalog.format('alter table %s enable row level security, force row level security', target);
    execute pg_catalog.format(
        'create policy programme on %s using (programme = current_setting(''app.programme'', true)) '
        'with check (programme = current_setting(''app.programme'', true))', target);
    execute pg_catalog.format('grant usage on schema %s to %I',
        (select relnamespace::regnamespace from pg_catalog.pg_class where oid = target), app);
    execute pg_catalog.format('grant select, insert on %s to %I', target, app);
    if updatable then
        execute pg_catalog.format('grant update on %s to %I', target, app);
    end if;
end $$;

create table platform.request_keys (
    programme         text not null constraint request_keys_programme_fkey references platform.programmes,
    subject           text not null,
    method            text not null,
    request_id        text not null,
    hash              bytea not null,
    response          bytea,
    resource_id       uuid,
    resource_version  int,
    created_at        timestamptz not null,
    primary key (programme, subject, method, request_id)
);
select platform.protect('platform.request_keys');
grant update (response, resource_id, resource_version) on platform.request_keys to :app;

create table platform.audit_events (
    programme     text not null references platform.programmes,
    id            bigint generated always as identity,
    actor         text not null,
    on_behalf_of  text,
    organisation  text not null,
    action        text not null,
    subject_type  text not null,
    subject_id    uuid,
    outcome       text not null,
    request_id    text not null,
    trace_id      text,
    at            timestamptz not null,
    primary key (programme, id)
);
select platform.protect('platform.audit_events');
create index audit_events_by_subject on platform.audit_events (programme, subject_id, at);
