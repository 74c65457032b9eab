-- A programme's people with what a caseload says of them: about three facts each, the same in every run. Names and numbers are made up.
insert into assessment.people (programme, id, nhs_number, given_name, family_name, birth_date, created_at)
select 'anytown', ('0199' || lpad(to_hex(n), 28, '0'))::uuid, '999' || lpad(n::text, 7, '0'), 'Samuel', 'Example ' || n,
    current_date - (4380 + n * 7919 % 25000), now()
from generate_series(1, :people) n;

insert into assessment.caseload_facts (programme, person_id, kind, start_date, diagnosis_code, id, end_date, occurrences, cluster, created_at)
select 'anytown', person_id, kind, start_date, case kind when 'DIAGNOSIS' then 'F20.0' else '' end, gen_random_uuid(),
    case when lasts and n * 31 % 3 = 0 then start_date + (current_date - start_date) * (n % 7) / 7 end,
    case when lasts then 1 else 1 + n % 3 end, case kind when 'CLUSTER' then n % 9 end, now()
from (
    select n, ('0199' || lpad(to_hex(n), 28, '0'))::uuid as person_id, kinds[k.place] as kind, k.place > 3 as lasts,
        current_date - (n * (17 + draw * 13) + draw * 101) % 720 as start_date
    from generate_series(1, :people) n
    cross join generate_series(1, 3) draw
    cross join lateral (select 1 + (n * (7 + draw * 5) + draw * 11 + n / 97) % 33 as place) k
    cross join (select array[
        'CRISIS_CONTACT', 'EMERGENCY_ATTENDANCE', 'PSYCHIATRIC_LIAISON', 'ACUTE_ADMISSION', 'INDEPENDENT_HOSPITAL_ADMISSION', 'REHABILITATION_ADMISSION',
        'GENERAL_HOSPITAL_ADMISSION', 'OUT_OF_AREA_PLACEMENT', 'RESIDENTIAL_HOME', 'NURSING_HOME', 'PRIVATE_HOSPITAL', 'LOW_SECURE', 'BLOCK_CONTRACT_DAY_SERVICE',
        'HOME_TREATMENT', 'EARLY_INTERVENTION', 'TALKING_THERAPIES', 'CAMHS', 'CAMHS_TRANSITION', 'RECOVERY_COLLEGE', 'OPIOID_SUBSTITUTION', 'RECOVERY_TEAM',
        'CARE_NEED', 'LONG_TERM_CONDITION', 'ADMISSION_RISK', 'HOMELESS', 'NO_GENERAL_PRACTICE', 'SOCIAL_CARE_BUDGET', 'HEALTH_BUDGET', 'SECTION_117',
        'COMMUNITY_TREATMENT_ORDER', 'CLUSTER', 'DIAGNOSIS', 'DETENTION'] as kinds) all_kinds
) facts
on conflict do nothing;

analyze assessment.people, assessment.caseload_facts, assessment.legal_statuses;
