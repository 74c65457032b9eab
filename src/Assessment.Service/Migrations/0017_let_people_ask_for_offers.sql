-- Offers get a basis, an end and a person's own requests. A version of the service that knows none of it can run beside this one.
-- A foreign key is checked against the rows that are there: all programmes', for this once.
alter table assessment.offers no force row level security;
alter table assessment.notices no force row level security;

alter table assessment.offers
    add column legal_basis           text not null default 'DISCRETIONARY',
    add column origin                text not null default 'BODY',
    add column requested_by          text,
    -- Null for a request that is not decided, and for offers that were made before they had an end.
    add column expires_on            date,
    add column preferred_management  text,
    add column decided_management    text,
    add column management_reasons    text[] not null default '{}',
    add column decision              text,
    add column refusal_reason        text,
    add column notice_id             uuid,
    add column withdrawal_reason     text,
    drop constraint offers_state_check,
    drop constraint offers_check,
    drop constraint offers_check1,
    add constraint offers_state_check
        check (state in ('OFFERED', 'ACCEPTED', 'DECLINED', 'REQUESTED', 'REFUSED', 'EXPIRED', 'WITHDRAWN')),
    add constraint offers_open_check check ((state in ('OFFERED', 'REQUESTED')) = (answered_at is null)),
    add constraint offers_declined_check check ((state = 'DECLINED') = (decline_reason is not null)),
    add constraint offers_withdrawn_check check ((state = 'WITHDRAWN') = (withdrawal_reason is not null)),
    add constraint offers_origin_check check ((origin = 'REQUEST') = (requested_by is not null)),
    add constraint offers_refused_check check (state <> 'REFUSED' or (decision = 'REFUSED' and refusal_reason is not null and notice_id is not null)),
    add foreign key (programme, notice_id) references assessment.notices (programme, id);

alter table assessment.offers force row level security;
alter table assessment.notices force row level security;

-- One question at a time: while an offer is not answered, or a request not decided, there is no other.
drop index assessment.offers_open;
create unique index offers_open on assessment.offers (programme, person_id) where state in ('OFFERED', 'REQUESTED');
create index offers_to_expire on assessment.offers (programme, expires_on) where state = 'OFFERED';
