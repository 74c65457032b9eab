-- The ledger (docs/adr/0010). A transfer is one row, so an unbalanced entry cannot be written; it names its funder once for both
-- accounts, so that neither can an entry between two funders' books.
--
-- Keys and indexes beside the primary keys begin with what tells their rows apart and not with the programme. While a young table's statistics
-- lag behind, the planner sees no difference between indexes that share their first columns, and a foreign key's check through the wrong one
-- reads every row of the programme: a pay run of 5,000 people took nine times as long.
create schema payments;

create table payments.ledger_accounts (
    programme     text not null references platform.programmes,
    id            uuid not null,
    funder        text not null,
    kind          text not null,
    plan_id       uuid,
    -- Kept beside the transfers, and equal to their sums after every transaction.
    debit_pence   bigint not null default 0 check (debit_pence >= 0),
    credit_pence  bigint not null default 0 check (credit_pence >= 0),
    -- Raised with every batch of a hot account: an int would be used up within weeks.
    version       bigint not null default 1,
    primary key (programme, id),
    unique (id, funder, programme),
    unique nulls not distinct (kind, funder, plan_id, programme)
-- Room on each page for new versions of its rows: balances change without a touch of any index.
) with (fillfactor = 70);
select platform.protect('payments.ledger_accounts');
grant update (debit_pence, credit_pence, version) on payments.ledger_accounts to :app;
create index ledger_accounts_by_plan on payments.ledger_accounts (plan_id, programme, id) where plan_id is not null;

create table payments.ledger_transfers (
    programme          text not null,
    id                 uuid not null,
    journal_id         uuid not null,
    funder             text not null,
    debit_account_id   uuid not null,
    credit_account_id  uuid not null,
    amount_pence       bigint not null check (amount_pence > 0),
    cause              text not null,
    effective_date     date not null,
    posted_at          timestamptz not null,
    primary key (programme, id),
    foreign key (programme, funder, debit_account_id) references payments.ledger_accounts (programme, funder, id),
    foreign key (programme, funder, credit_account_id) references payments.ledger_accounts (programme, funder, id),
    check (debit_account_id <> credit_account_id)
);
-- Append-only: the application can insert and read, nothing else.
select platform.protect('payments.ledger_transfers');
create index ledger_transfers_by_debit_account on payments.ledger_transfers (debit_account_id, programme, id);
create index ledger_transfers_by_credit_account on payments.ledger_transfers (credit_account_id, programme, id);
