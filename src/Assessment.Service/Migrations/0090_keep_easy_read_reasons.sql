-- The reasons of a notice as its easy-read form tells them; empty where there are no other words than those of the decision itself.
alter table assessment.notices add column easy_read_reasons text[] not null default '{}';
