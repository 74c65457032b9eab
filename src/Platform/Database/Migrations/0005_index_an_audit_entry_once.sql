-- An entry about a person's record itself is found by its person: a second index on the same id would only slow every request down.
drop index platform.audit_events_by_subject;
create index audit_events_by_subject on platform.audit_events (programme, subject_id, at) where subject_id is distinct from person_id;
