-- Withdrawn drafts, corrections as new versions, self-assessments that a professional confirmed.
-- The new foreign key is checked by a query of the owner's, whom the policy must not hinder.
alter table assessment.assessments no force row level security;
alter table assessment.assessments
    add column signed_by                text,
    add column corrects_id              uuid,
    add column correction_reason        text,
    add column correction_explanation   text,
    add column withdrawn_at             timestamptz,
    add column withdrawal_reason        text,
    add column withdrawal_explanation   text,
    add column self_confirmed_at        timestamptz,
    add column self_confirmed_by        text,
    drop constraint assessments_state_check,
    add constraint assessments_state_check check (state in ('DRAFT', 'SIGNED', 'WITHDRAWN')),
    add constraint assessments_withdrawal_check check ((state = 'WITHDRAWN') = (withdrawn_at is not null) and (withdrawn_at is null) = (withdrawal_reason is null)),
    add constraint assessments_correction_check check ((corrects_id is null) = (correction_reason is null) and (corrects_id is null or state = 'SIGNED')),
    add constraint assessments_confirmation_check check ((self_confirmed_at is null) = (self_confirmed_by is null)),
    add foreign key (programme, corrects_id) references assessment.assessments (programme, id);
alter table assessment.assessments force row level security;
-- One version takes the place of another, and no second one does.
create unique index assessments_corrections on assessment.assessments (programme, corrects_id) where corrects_id is not null;

-- Recorded, never changed: scores and answers are read whole, as the contract's JSON.
create table assessment.clusterings (
    programme           text not null,
    id                  uuid not null,
    person_id           uuid not null,
    scored_date         date not null,
    source              text not null,
    scores              jsonb not null,
    other_problem_type  text not null,
    cluster             text not null,
    created_at          timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index clusterings_by_person on assessment.clusterings (programme, person_id, id);
select platform.protect('assessment.clusterings');

create table assessment.chc_checklists (
    programme       text not null,
    id              uuid not null,
    person_id       uuid not null,
    checklist_date  date not null,
    answers         jsonb not null,
    created_at      timestamptz not null,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id)
);
create index chc_checklists_by_person on assessment.chc_checklists (programme, person_id, id);
select platform.protect('assessment.chc_checklists');
