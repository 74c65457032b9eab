-- Indicative budgets are told and seen, and re-issued under the same decision with another figure. What one says still never changes.
alter table allocation.allocations no force row level security;
alter table allocation.allocations
    add version      int not null default 1,
    -- The service itself, where nobody but a decision on eligibility stands behind it.
    add issued_by    text not null default 'service:allocation',
    add cause        text not null default 'DECISION' check (cause in ('DECISION', 'CHALLENGE', 'SCALING')),
    -- The budget whose place it took under the same decision.
    add replaces_id  uuid,
    add sight        jsonb,
    add foreign key (programme, replaces_id) references allocation.allocations (programme, id),
    add check ((cause = 'DECISION') = (replaces_id is null)),
    drop constraint allocations_programme_eligibility_decision_id_key;
alter table allocation.allocations force row level security;
create index allocations_by_decision on allocation.allocations (eligibility_decision_id, programme);
-- A decision has one first budget, and each budget one that took its place.
create unique index allocations_first_of_decision on allocation.allocations (eligibility_decision_id, programme) where replaces_id is null;
create unique index allocations_by_replaced on allocation.allocations (replaces_id, programme) where replaces_id is not null;
grant update (version, sight) on allocation.allocations to :app;

create table allocation.tellings (
    programme      text not null,
    id             uuid not null,
    allocation_id  uuid not null,
    told_on        date not null,
    body           jsonb not null,
    primary key (programme, id),
    foreign key (programme, allocation_id) references allocation.allocations (programme, id)
);
create index tellings_by_allocation on allocation.tellings (allocation_id, programme);
select platform.protect('allocation.tellings');
