-- Pay runs, their payments and their bank files.
create table payments.pay_runs (
    programme          text not null references platform.programmes,
    id                 uuid not null,
    funder             text not null,
    funder_account_id  uuid not null,
    pay_date           date not null,
    submission_date    date not null,
    processing_date    date not null,
    state              text not null,
    payment_count      int not null,
    total_pence        bigint not null,
    held_back_count    int not null,
    made_by            text not null,
    released_by        text,
    created_at         timestamptz not null,
    released_at        timestamptz,
    version            int not null default 1,
    primary key (programme, id),
    foreign key (programme, funder_account_id) references payments.funder_accounts (programme, id),
    check (released_by <> made_by)
);
select platform.protect('payments.pay_runs');
grant update (state, released_by, released_at, version) on payments.pay_runs to :app;
create unique index pay_runs_open on payments.pay_runs (funder, programme) where state = 'PREPARED';

create table payments.payments (
    programme     text not null,
    id            uuid not null,
    pay_run_id    uuid not null,
    plan_id       uuid not null,
    payee_id      uuid not null,
    amount_pence  bigint not null check (amount_pence > 0),
    reference     text not null,
    version       int not null default 1,
    primary key (programme, id),
    foreign key (programme, pay_run_id) references payments.pay_runs (programme, id),
    foreign key (programme, payee_id) references payments.payees (programme, id),
    unique (pay_run_id, plan_id, payee_id, programme)
);
select platform.protect('payments.payments');
create index payments_of_pay_run on payments.payments (pay_run_id, programme, id);

create table payments.bank_files (
    programme   text not null,
    pay_run_id  uuid not null,
    file_name   text not null,
    sha256      text not null,
    content     bytea not null,
    key_id      text not null,
    created_at  timestamptz not null,
    -- Null until the file is in the folder that the bank's software reads.
    written_at  timestamptz,
    primary key (programme, pay_run_id),
    foreign key (programme, pay_run_id) references payments.pay_runs (programme, id)
);
select platform.protect('payments.bank_files');
grant update (written_at) on payments.bank_files to :app;
create index bank_files_unwritten on payments.bank_files (created_at, programme) where written_at is null;

-- Serials have to differ within a day for each Bacs user number, and one funder may pay in several programmes: one sequence for all.
create sequence payments.bank_file_serials as int minvalue 1 maxvalue 999999 cycle;
grant usage on sequence payments.bank_file_serials to :app;
