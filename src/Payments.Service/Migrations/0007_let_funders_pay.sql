-- The funder keeps the money of this person for now and pays for the care itself. Why is not for this service to know.
alter table payments.people add column is_paid_by_funder boolean not null default false;
create index people_paid_by_funder on payments.people (survivor_id, programme) where is_paid_by_funder;
