-- What a challenge is about, as a code beside the person's words; and the way from a decision to its notices.
alter table assessment.reconsiderations add column ground text not null default 'UNSPECIFIED';
alter table assessment.reconsiderations alter column ground drop default;
create index notices_by_subject on assessment.notices (programme, subject_id);
