-- Agreements of several funders (National Health Service Act 2006 section 75), their terms by period, and the funds that are in them.
create table allocation.pools (
    programme     text not null references platform.programmes,
    id            uuid not null,
    agreement_id  text not null,
    name          text not null,
    arrangement   text not null check (arrangement in ('ALIGNED', 'POOLED', 'LEAD')),
    host          text not null,
    created_at    timestamptz not null,
    primary key (programme, id),
    unique (agreement_id, programme)
);

-- Partners and rule are read whole, as the contract's JSON. That periods of a pool do not overlap is seen to under the lock of its row.
create table allocation.pool_terms (
    programme   text not null,
    id          uuid not null,
    pool_id     uuid not null,
    start_date  date not null,
    end_date    date not null check (end_date >= start_date),
    terms       jsonb not null,
    created_at  timestamptz not null,
    primary key (programme, id),
    unique (pool_id, start_date, programme),
    foreign key (programme, pool_id) references allocation.pools (programme, id)
);
select platform.protect('allocation.pool_terms');

-- The check of the foreign key reads the rows of both tables.
alter table allocation.funds no force row level security;
alter table allocation.funds
    add column pool_id uuid,
    add foreign key (programme, pool_id) references allocation.pools (programme, id);
alter table allocation.funds force row level security;
select platform.protect('allocation.pools', updatable => true);
create index funds_by_pool on allocation.funds (pool_id, programme) where pool_id is not null;
