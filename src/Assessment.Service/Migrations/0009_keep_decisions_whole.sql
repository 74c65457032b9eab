-- One decision of an assessment holds at a time: a later one names the one whose place it takes, and why.
-- The facts are kept whole, with the version of the law that decided, so that anybody can decide again and get the same.
alter table assessment.eligibility_decisions
    add column law_version             text,
    add column superseded_decision_id  uuid,
    add column redecision_reason       text,
    add column decided_by              text not null default '';

-- The check of the foreign key reads the rows too.
alter table assessment.eligibility_decisions no force row level security;
-- Until now a later decision took the place of an earlier one without saying so.
update assessment.eligibility_decisions d
set superseded_decision_id = chain.earlier, redecision_reason = 'NEW_FACTS'
from (
    select programme, id, lag(id) over (partition by programme, assessment_id order by id) as earlier
    from assessment.eligibility_decisions
) chain
where chain.programme = d.programme and chain.id = d.id and chain.earlier is not null;

alter table assessment.eligibility_decisions
    alter column decided_by drop default,
    add check ((superseded_decision_id is null) = (redecision_reason is null)),
    add foreign key (programme, superseded_decision_id) references assessment.eligibility_decisions (programme, id);
alter table assessment.eligibility_decisions force row level security;
-- Of two that decide at once, one wins.
create unique index eligibility_decisions_first on assessment.eligibility_decisions (programme, assessment_id) where superseded_decision_id is null;
create unique index eligibility_decisions_superseded on assessment.eligibility_decisions (programme, superseded_decision_id);
