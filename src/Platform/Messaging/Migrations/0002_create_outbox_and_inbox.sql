-- Events on their way out and in (docs/adr/0005). No row-level security: the relay and the sweeper work for all programmes.

create table platform.outbox (
    id bigint generated always as identity primary key,
    message_id uuid not null unique,
    programme text not null,
    aggregate_id uuid not null,
    aggregate_version int not null,
    type text not null,
    body jsonb not null,
    traceparent text,
    tracestate text,
    correlation_id text,
    created_at timestamptz not null default now(),
    attempts int not null default 0,
    -- 'infinity': parked, an operator has to look at it.
    next_attempt_at timestamptz not null default now(),
    -- A code, never a text: texts may quote what they are about.
    last_error text,
    sent_at timestamptz
);

-- The relay reads only what was not sent, and looks for earlier rows of the same aggregate among those that failed: small indexes both.
create index outbox_unsent on platform.outbox (id) where sent_at is null;
create index outbox_failed on platform.outbox (aggregate_id, id) where sent_at is null and attempts > 0;
create index outbox_sent on platform.outbox (sent_at) where sent_at is not null;

create table platform.inbox (
    message_id uuid not null,
    consumer text not null,
    programme text not null,
    handled_at timestamptz not null default now(),
    primary key (message_id, consumer)
);

create index inbox_handled on platform.inbox (handled_at);

-- The last version of each aggregate that a consumer has seen: an older one that arrives late changes nothing.
create table platform.consumer_state (
    consumer text not null,
    aggregate_id uuid not null,
    version int not null,
    primary key (consumer, aggregate_id)
);

-- Events that a consumer could not take yet, between its retries at once and the error queue.
create table platform.retries (
    id bigint generated always as identity primary key,
    message_id uuid not null,
    consumer text not null,
    programme text not null,
    aggregate_id uuid not null,
    aggregate_version int not null,
    type text not null,
    body jsonb not null,
    traceparent text,
    tracestate text,
    correlation_id text,
    created_at timestamptz not null,
    attempts int not null default 0,
    next_attempt_at timestamptz not null,
    last_error text not null,
    done_at timestamptz
);

create unique index retries_waiting_message on platform.retries (message_id, consumer) where done_at is null;
create index retries_waiting on platform.retries (consumer, aggregate_id, id) where done_at is null;
create index retries_due on platform.retries (next_attempt_at) where done_at is null;
create index retries_done on platform.retries (done_at) where done_at is not null;

-- The application deletes nothing; what is past use goes through this door alone. It returns the number of rows removed.
create function platform.purge_messages(older_than interval) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    removed bigint := 0;
    count bigint;
begin
    if older_than < interval '1 day' then
        raise exception 'Messages are kept for a day at least: a late repetition has to be known as one.';
    end if;
    delete from platform.outbox where sent_at < now() - older_than;
    get diagnostics count = row_count;
    removed := removed + count;
    delete from platform.inbox where handled_at < now() - older_than;
    get diagnostics count = row_count;
    removed := removed + count;
    delete from platform.retries where done_at < now() - older_than;
    get diagnostics count = row_count;
    return removed + count;
end
$$;

revoke all on function platform.purge_messages(interval) from public;
grant execute on function platform.purge_messages(interval) to :app;
grant select, insert, update (attempts, next_attempt_at, last_error, sent_at) on platform.outbox to :app;
grant select, insert on platform.inbox to :app;
grant select, insert, update (version) on platform.consumer_state to :app;
grant select, insert, update (attempts, next_attempt_at, last_error, done_at) on platform.retries to :app;
