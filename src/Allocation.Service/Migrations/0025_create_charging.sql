-- What a place charges, and what people can pay.

-- Terms are read whole, as the contract's JSON.
create table allocation.charging_policies (
    programme     text not null references platform.programmes,
    id            uuid not null,
    valid_from    date not null,
    terms         jsonb not null,
    state         text not null check (state in ('DRAFT', 'PUBLISHED')),
    drafted_by    text not null,
    published_by  text,
    published_at  timestamptz,
    created_at    timestamptz not null,
    version       int not null default 1,
    primary key (programme, id),
    check (num_nulls(published_by, published_at) in (0, 2) and (state = 'PUBLISHED') = (published_at is not null)),
    check (published_by <> drafted_by)
);
-- One begins on a day; it also finds the one in force.
create unique index charging_policies_in_force on allocation.charging_policies (valid_from, programme) where state = 'PUBLISHED';
select platform.protect('allocation.charging_policies', updatable => true);

-- Facts and calculation are read whole. What was completed is worked out again from the facts, the rates, the policy and the rules that it names.
create table allocation.financial_assessments (
    programme             text not null references platform.programmes,
    id                    uuid not null,
    person_id             uuid not null,
    effective_from        date not null,
    facts                 jsonb not null,
    corrects_id           uuid,
    state                 text not null check (state in ('DRAFT', 'COMPLETED', 'CORRECTED')),
    calculation           jsonb,
    is_full_cost          boolean,
    weekly_maximum_pence  bigint check (weekly_maximum_pence >= 0),
    review_date           date,
    charging_rates_id     uuid,
    charging_policy_id    uuid,
    rules_version         text,
    drafted_by            text not null,
    completed_by          text,
    completed_at          timestamptz,
    created_at            timestamptz not null,
    version               int not null default 1,
    primary key (programme, id),
    foreign key (programme, corrects_id) references allocation.financial_assessments (programme, id),
    foreign key (programme, charging_policy_id) references allocation.charging_policies (programme, id),
    check (review_date > effective_from),
    check (num_nulls(calculation, is_full_cost, weekly_maximum_pence, review_date, charging_rates_id, rules_version, completed_by, completed_at) in (0, 8)
        and (state = 'DRAFT') = (completed_at is null)),
    check (not is_full_cost or weekly_maximum_pence = 0)
);
create index financial_assessments_by_person on allocation.financial_assessments (person_id, id, programme);
-- One of a person begins on a day.
create unique index financial_assessments_in_force on allocation.financial_assessments (person_id, effective_from, programme) where state = 'COMPLETED';
select platform.protect('allocation.financial_assessments', updatable => true);
