-- A section is still recorded and never changed. What replaces it now says so, where it used to be found by section and first day.
-- After-care ends by a decision of both bodies, which is a record of its own: it was one date here.
-- The check of the new foreign keys reads all rows, which the owner may only outside the policy.
alter table assessment.legal_statuses no force row level security;
alter table assessment.legal_statuses
    drop column aftercare_end_date,
    add column end_code            text,
    add column application_date    date,
    add column follows_id          uuid,
    add column replaces_id         uuid,
    add column replacement_reason  text not null default '',
    add column recorded_in_error   boolean not null default false,
    add foreign key (programme, follows_id) references assessment.legal_statuses (programme, id),
    add foreign key (programme, replaces_id) references assessment.legal_statuses (programme, id),
    add check (end_code is null or end_date is not null),
    add check ((replaces_id is null) = (replacement_reason = '')),
    add check (not recorded_in_error or replaces_id is not null);
alter table assessment.legal_statuses force row level security;
-- Two that replace the same record at once: the second is refused.
create unique index legal_statuses_replaced on assessment.legal_statuses (programme, replaces_id) where replaces_id is not null;
