-- Whose record an entry is about, in which role and for which purpose the caller acted: what the access record of a person is read from.
-- Entries of before say none of them, and work without a person names no person.

alter table platform.audit_events add column person_id uuid, add column role text, add column purpose text;
create index audit_events_by_person on platform.audit_events (programme, person_id, id) where person_id is not null;
