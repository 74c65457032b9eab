-- Services that are paid for whole beside budgets that take their place, and placements out of area beside plans.
create table allocation.block_contracts (
    programme     text not null references platform.programmes,
    id            uuid not null,
    provider      text not null,
    service       text not null,
    funder        text not null,
    annual_pence  bigint not null check (annual_pence > 0),
    annual_units  int not null check (annual_units > 0),
    start_date    date not null,
    end_date      date not null check (end_date >= start_date),
    created_at    timestamptz not null,
    primary key (programme, id)
);
select platform.protect('allocation.block_contracts', updatable => true);

create table allocation.block_contract_releases (
    programme          text not null,
    id                 uuid not null,
    block_contract_id  uuid not null,
    amount_pence       bigint not null check (amount_pence > 0),
    reason             text not null,
    decision_date      date not null,
    fund_id            uuid not null,
    fund_change_id     uuid not null,
    decided_by         text not null,
    created_at         timestamptz not null,
    primary key (programme, id),
    foreign key (programme, block_contract_id) references allocation.block_contracts (programme, id),
    foreign key (programme, fund_change_id) references allocation.fund_changes (programme, id)
);
create index block_contract_releases_by_contract on allocation.block_contract_releases (block_contract_id, id, programme);
select platform.protect('allocation.block_contract_releases');

create table allocation.placements (
    programme      text not null references platform.programmes,
    id             uuid not null,
    allocation_id  uuid not null,
    person_id      uuid not null,
    provider       text not null,
    funder         text not null,
    annual_pence   bigint not null check (annual_pence > 0),
    start_date     date not null,
    created_at     timestamptz not null,
    primary key (programme, id),
    foreign key (programme, allocation_id) references allocation.allocations (programme, id)
);
create index placements_by_allocation on allocation.placements (allocation_id, id, programme);
select platform.protect('allocation.placements', updatable => true);
