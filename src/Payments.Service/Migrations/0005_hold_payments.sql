-- What Assessment told of the people whose budgets are paid: whether they live, who they are since records were merged, and whether a direct
-- payment may be made. Only ids and yes or no; why stays in Assessment.
create table payments.people (
    programme                    text not null references platform.programmes,
    person_id                    uuid not null,
    -- The person's own id until the record is merged into another.
    survivor_id                  uuid not null,
    death_date                   date,
    is_direct_payment_permitted  boolean,
    permission_decided_at        timestamptz,
    primary key (programme, person_id),
    foreign key (programme, survivor_id) references payments.people (programme, person_id)
);
select platform.protect('payments.people', updatable => true);
create index people_by_survivor on payments.people (survivor_id, programme);

-- Who holds the money decides whether a direct payment that is not permitted holds an instalment. What is stored already does not say it: an
-- organisation's is a third party's, any other a direct payment, which is the one that can be held.
alter table payments.instalments add management text;
alter table payments.instalments no force row level security;
alter table payments.payees no force row level security;
update payments.instalments instalment
set management = case when exists (
    select from payments.payees payee
    where payee.programme = instalment.programme and payee.id = instalment.payee_id and payee.kind = 'ORGANISATION')
    then 'THIRD_PARTY' else 'DIRECT_PAYMENT' end;
alter table payments.payees force row level security;
alter table payments.instalments force row level security;
alter table payments.instalments
    alter management set not null,
    -- Codes of HoldReason; nothing is paid while there is one.
    add hold_reasons text[] not null default '{}',
    drop constraint instalments_schedule_id_funder_payee_id_due_date_programme_key,
    add unique (schedule_id, funder, payee_id, management, due_date, programme);
grant update (hold_reasons) on payments.instalments to :app;
create index payment_schedules_by_person on payments.payment_schedules (person_id, programme, id);
