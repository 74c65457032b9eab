-- A young table has no statistics, and a look for one person's id is then planned on any index that begins with the programme, reading all of its people.
-- The key alone begins with it now.
drop index assessment.people_by_name;
create index people_by_name on assessment.people (lower(family_name), birth_date, programme);
drop index assessment.people_by_birth_date;
create index people_by_birth_date on assessment.people (birth_date, programme);
alter table assessment.people drop constraint people_programme_nhs_number_key, add unique (nhs_number, programme);
