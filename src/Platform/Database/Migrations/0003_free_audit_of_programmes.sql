-- Every read of person data records itself. A foreign key would have each of them lock the programme's one row, at the same time as all others;
-- the policy already holds the column to the programme of the caller's token.

alter table platform.audit_events drop constraint audit_events_programme_fkey;
