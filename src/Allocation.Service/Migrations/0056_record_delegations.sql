-- Which funder's approval counts for another's share.
create table allocation.delegation_agreements (
    programme        text not null references platform.programmes,
    id               uuid not null,
    funder           text not null,
    approver_funder  text not null check (approver_funder <> funder),
    kind             text not null,
    source           text not null,
    start_date       date not null,
    -- The day before the first: it never counted.
    end_date         date check (end_date >= start_date - 1),
    up_to_pence      bigint check (up_to_pence > 0),
    recorded_by      text not null,
    created_at       timestamptz not null,
    version          int not null default 1,
    primary key (programme, id)
);
select platform.protect('allocation.delegation_agreements', updatable => true);
