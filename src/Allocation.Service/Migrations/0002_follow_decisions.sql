-- What Assessment tells of people and decisions after a budget was issued. Indicative budgets themselves never change: where one stands is
-- read from these tables, in whatever order the events came.

-- The columns are those that Platform keeps of people in every service that knows them by ids.
create table allocation.people (
    programme                    text not null references platform.programmes,
    person_id                    uuid not null,
    -- The person's own id until the record is merged into another.
    survivor_id                  uuid not null,
    death_date                   date,
    is_direct_payment_permitted  boolean,
    permission_decided_at        timestamptz,
    primary key (programme, person_id),
    foreign key (programme, survivor_id) references allocation.people (programme, person_id)
);
select platform.protect('allocation.people', updatable => true);
create index people_by_survivor on allocation.people (programme, survivor_id);

create table allocation.supersessions (
    programme       text not null references platform.programmes,
    decision_id     uuid not null,
    -- The decision that took its place.
    by_decision_id  uuid not null check (by_decision_id <> decision_id),
    primary key (programme, decision_id)
);
create index supersessions_by_successor on allocation.supersessions (programme, by_decision_id);
select platform.protect('allocation.supersessions');

create table allocation.assessment_corrections (
    programme        text not null references platform.programmes,
    assessment_id    uuid not null,
    -- The version that took its place.
    by_assessment_id uuid not null,
    primary key (programme, assessment_id)
);
select platform.protect('allocation.assessment_corrections');
