-- Who can be paid and from which accounts. Name, sort code and account number stand in `account` alone, encrypted by the
-- application; `fingerprint` is a keyed hash by which equal accounts are found without being read.
create table payments.payees (
    programme           text not null references platform.programmes,
    id                  uuid not null,
    kind                text not null,
    person_id           uuid,
    account             bytea not null,
    key_id              text not null,
    fingerprint         bytea not null,
    bank_details_check  text not null,
    state               text not null,
    made_by             text not null,
    verified_by         text,
    created_at          timestamptz not null,
    verified_at         timestamptz,
    version             int not null default 1,
    primary key (programme, id),
    check (verified_by <> made_by)
);
select platform.protect('payments.payees');
grant update (state, verified_by, verified_at, version) on payments.payees to :app;
create index payees_by_person on payments.payees (person_id, programme, id);

create table payments.funder_accounts (
    programme            text not null references platform.programmes,
    id                   uuid not null,
    funder               text not null,
    account              bytea not null,
    key_id               text not null,
    fingerprint          bytea not null,
    service_user_number  text not null,
    state                text not null,
    made_by              text not null,
    verified_by          text,
    created_at           timestamptz not null,
    verified_at          timestamptz,
    version              int not null default 1,
    primary key (programme, id),
    constraint funder_accounts_funder_key unique (funder, programme),
    check (verified_by <> made_by)
);
select platform.protect('payments.funder_accounts');
grant update (state, verified_by, verified_at, version) on payments.funder_accounts to :app;
