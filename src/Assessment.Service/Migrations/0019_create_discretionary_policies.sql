-- A programme's own rules on budgets beyond the right to have. They never change, for decisions rest on them.
create table assessment.discretionary_policies (
    programme   text not null references platform.programmes,
    id          uuid not null,
    valid_from  date not null,
    policy      jsonb not null,
    created_at  timestamptz not null,
    primary key (programme, id),
    unique (programme, valid_from)
);

-- The check of the foreign key reads the rows of both tables.
alter table assessment.eligibility_decisions no force row level security;
alter table assessment.eligibility_decisions
    add column discretionary_policy_id uuid,
    add foreign key (programme, discretionary_policy_id) references assessment.discretionary_policies (programme, id);
alter table assessment.eligibility_decisions force row level security;
select platform.protect('assessment.discretionary_policies');
