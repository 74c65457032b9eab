-- What is paid of funds, where they will stand, how their approved sums change and when their periods close.
alter table allocation.funds
    add column funder_kind text not null default 'OTHER',
    add column contingency_pence bigint not null default 0 check (contingency_pence >= 0),
    add column alert_basis_points int[] not null default '{10000}',
    add column closed_periods int not null default 0 check (closed_periods between 0 and 12),
    -- Nobody made it: a duty was met before anybody approved money for it.
    add column opened_by_duty boolean not null default false;

alter table allocation.funds no force row level security;
update allocation.funds fund
set opened_by_duty = fund.approved_pence = 0, funder_kind = case fund.funder
    when programme.integrated_care_board then 'INTEGRATED_CARE_BOARD' when programme.council then 'COUNCIL' else 'OTHER' end
from platform.programmes programme where programme.programme = fund.programme;
alter table allocation.funds force row level security;

create table allocation.fund_changes (
    programme       text not null,
    id              uuid not null,
    fund_id         uuid not null,
    change_pence    bigint not null check (change_pence <> 0),
    effective_date  date not null,
    reason          text not null,
    state           text not null check (state in ('PROPOSED', 'APPROVED', 'REFUSED')),
    proposed_by     text not null,
    proposed_at     timestamptz not null,
    decided_by      text,
    decided_at      timestamptz,
    version         int not null default 1,
    primary key (programme, id),
    foreign key (programme, fund_id) references allocation.funds (programme, id),
    check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    check (state <> 'APPROVED' or decided_by <> proposed_by)
);
create index fund_changes_by_fund on allocation.fund_changes (fund_id, id, programme);
select platform.protect('allocation.fund_changes', updatable => true);

-- The position is read whole, as the contract's JSON.
create table allocation.fund_statements (
    programme      text not null,
    id             uuid not null,
    fund_id        uuid not null,
    period         int not null check (period between 1 and 12),
    position       jsonb not null,
    closed_by      text not null,
    closed_at      timestamptz not null,
    reopen_reason  text,
    reopened_by    text,
    reopened_at    timestamptz,
    primary key (programme, id),
    foreign key (programme, fund_id) references allocation.funds (programme, id)
);
create index fund_statements_by_fund on allocation.fund_statements (fund_id, id, programme);
select platform.protect('allocation.fund_statements', updatable => true);

-- Which thresholds a fund was last seen above: an alert is raised where that changes, once.
create table allocation.fund_watches (
    programme     text not null,
    fund_id       uuid not null,
    measure       text not null check (measure in ('FORECAST', 'COMMITTED')),
    basis_points  int not null,
    is_above      boolean not null,
    primary key (programme, fund_id, measure, basis_points),
    foreign key (programme, fund_id) references allocation.funds (programme, id)
);
select platform.protect('allocation.fund_watches', updatable => true);

create table allocation.fund_alerts (
    programme       text not null,
    id              uuid not null,
    fund_id         uuid not null,
    measure         text not null,
    basis_points    int not null,
    is_above        boolean not null,
    figure_pence    bigint not null,
    approved_pence  bigint not null,
    created_at      timestamptz not null,
    note            text,
    answered_by     text,
    answered_at     timestamptz,
    version         int not null default 1,
    primary key (programme, id),
    foreign key (programme, fund_id) references allocation.funds (programme, id)
);
create index fund_alerts_by_fund on allocation.fund_alerts (fund_id, id, programme);
select platform.protect('allocation.fund_alerts', updatable => true);

-- What was paid, divided by the lines that it was for. The financial year is that of the payment, which may be later than its commitment's.
create table allocation.payment_parts (
    programme       text not null references platform.programmes,
    payment_id      uuid not null,
    place           int not null,
    plan_id         uuid not null,
    funder          text not null,
    financial_year  int not null,
    purpose         text not null,
    legal_basis     text not null,
    need_type       text not null,
    paid_on         date not null,
    amount_pence    bigint not null check (amount_pence >= 0),
    primary key (programme, payment_id, place)
);
create index payment_parts_by_fund on allocation.payment_parts (funder, financial_year, purpose, plan_id, programme) include (amount_pence);
select platform.protect('allocation.payment_parts');
