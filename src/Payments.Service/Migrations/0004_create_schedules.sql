-- When the money of approved plans falls due.
create table payments.plan_numbers (
    programme    text not null references platform.programmes,
    last_number  int not null,
    primary key (programme)
);
select platform.protect('payments.plan_numbers', updatable => true);

create table payments.payment_schedules (
    programme    text not null references platform.programmes,
    id           uuid not null,
    plan_id      uuid not null,
    person_id    uuid not null,
    -- What payment references name the plan by.
    plan_number  int not null,
    created_at   timestamptz not null,
    version      int not null default 1,
    primary key (programme, id),
    unique (plan_id, programme),
    unique (plan_number, programme)
);
select platform.protect('payments.payment_schedules');

-- No reference to payees: an approved plan has its schedule even where a payee was never recorded; such instalments are held back.
create table payments.instalments (
    programme     text not null,
    id            uuid not null,
    schedule_id   uuid not null,
    funder        text not null,
    payee_id      uuid not null,
    due_date      date not null,
    period_start  date not null,
    period_end    date not null,
    amount_pence  bigint not null check (amount_pence > 0),
    state         text not null,
    pay_run_id    uuid,
    version       int not null default 1,
    primary key (programme, id),
    foreign key (programme, schedule_id) references payments.payment_schedules (programme, id),
    foreign key (programme, pay_run_id) references payments.pay_runs (programme, id),
    unique (schedule_id, funder, payee_id, due_date, programme)
);
select platform.protect('payments.instalments');
grant update (state, pay_run_id, version) on payments.instalments to :app;
create index instalments_due on payments.instalments (funder, due_date, programme) where state = 'DUE';
create index instalments_by_pay_run on payments.instalments (pay_run_id, programme) where pay_run_id is not null;
