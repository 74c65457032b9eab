-- Who bears what where the law does not say: a place's policies, and what panels decided for people. Parts are read whole, as the contract's JSON.

create table allocation.split_policies (
    programme     text not null references platform.programmes,
    id            uuid not null,
    legal_basis   text not null,
    -- UNSPECIFIED: every kind that has no policy of its own.
    need_type     text not null,
    valid_from    date not null,
    parts         jsonb not null,
    source        text not null,
    state         text not null check (state in ('DRAFT', 'PUBLISHED')),
    drafted_by    text not null,
    published_by  text,
    published_at  timestamptz,
    created_at    timestamptz not null,
    version       int not null default 1,
    primary key (programme, id),
    check (num_nulls(published_by, published_at) in (0, 2) and (state = 'PUBLISHED') = (published_at is not null)),
    check (published_by <> drafted_by)
);
-- One for a basis and a kind of need begins on a day.
create unique index split_policies_in_force on allocation.split_policies (legal_basis, need_type, valid_from, programme) where state = 'PUBLISHED';
select platform.protect('allocation.split_policies', updatable => true);

create table allocation.split_overrides (
    programme      text not null references platform.programmes,
    id             uuid not null,
    person_id      uuid not null,
    legal_basis    text not null,
    need_type      text not null,
    line_id        uuid,
    start_date     date not null,
    parts          jsonb not null,
    reason         text not null,
    decision_date  date not null check (decision_date <= start_date),
    decided_by     text not null,
    recorded_by    text not null,
    organisation   text not null,
    created_at     timestamptz not null,
    primary key (programme, id)
);
-- One for the same needs of a person begins on a day; it also finds a person's.
create unique index split_overrides_in_force
    on allocation.split_overrides (person_id, start_date, legal_basis, need_type, coalesce(line_id, '00000000-0000-0000-0000-000000000000'), programme);
select platform.protect('allocation.split_overrides');
