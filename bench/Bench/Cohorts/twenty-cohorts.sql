-- The twenty rules of CohortHouse.Codes, as somebody who knows PostgreSQL writes them for this one purpose: every fact is read once, and nothing is
-- said of why. $1 is today.
select p.id, array_remove(array[
    case when crisis >= 3 then 'CRISIS_FREQUENT' end,
    case when home_treatment then 'HOME_TREATMENT' end,
    case when liaison >= 3 or emergency >= 5 then 'LIAISON_FREQUENT' end,
    case when talking and care_need then 'TALKING_THERAPIES_CARE' end,
    case when college then 'RECOVERY_COLLEGE' end,
    case when p.birth_date <= $1 - interval '13 years' and p.birth_date > $1 - interval '20 years' and risk then 'TEENAGERS_AT_RISK' end,
    case when early and early_begun then 'EARLY_INTERVENTION_FIRST' end,
    case when transition or (camhs and p.birth_date <= $1 - interval '17 years') then 'CAMHS_TRANSITION' end,
    case when condition and (cluster is not null or pathway or used) then 'LONG_TERM_CONDITION' end,
    case when social_budget then 'SOCIAL_CARE_BUDGET' end,
    case when f.aftercare or l.aftercare then 'SECTION_117' end,
    case when out_of_area then 'OUT_OF_AREA' end,
    case when long_stay then 'LONG_STAY_HOME' end,
    case when f.treatment_order or l.treatment_order then 'COMMUNITY_TREATMENT_ORDER' end,
    case when readmissions >= 2 then 'READMITTED' end,
    case when opioid then 'OPIOID_SUBSTITUTION' end,
    case when homeless and no_gp then 'HOMELESS_WITHOUT_GP' end,
    case when day_service then 'BLOCK_DAY_SERVICE' end,
    case when discharged and recovery_team is not true then 'RECOVERY_DISCHARGE' end,
    case when low_secure then 'LOW_SECURE' end
], null) as codes
from assessment.people p
left join (
    select person_id,
        sum(occurrences) filter (where kind = 'CRISIS_CONTACT' and start_date > $1 - 365) as crisis,
        sum(occurrences) filter (where kind = 'PSYCHIATRIC_LIAISON' and start_date > $1 - 365) as liaison,
        sum(occurrences) filter (where kind = 'EMERGENCY_ATTENDANCE' and start_date > $1 - 365) as emergency,
        bool_or(kind = 'HOME_TREATMENT' and lasts) as home_treatment,
        bool_or(kind = 'TALKING_THERAPIES' and lasts) as talking,
        bool_or(kind = 'CARE_NEED' and lasts) as care_need,
        bool_or(kind = 'RECOVERY_COLLEGE' and lasts) as college,
        bool_or(kind = 'ADMISSION_RISK' and lasts) as risk,
        bool_or(kind = 'EARLY_INTERVENTION' and lasts) as early,
        bool_or(kind = 'EARLY_INTERVENTION' and start_date > $1 - 180) as early_begun,
        bool_or(kind = 'CAMHS_TRANSITION' and lasts) as transition,
        bool_or(kind = 'CAMHS' and lasts) as camhs,
        bool_or(kind = 'LONG_TERM_CONDITION' and lasts) as condition,
        max(cluster) filter (where lasts) as cluster,
        bool_or(kind in ('EARLY_INTERVENTION', 'TALKING_THERAPIES', 'CAMHS', 'RECOVERY_TEAM', 'HOME_TREATMENT') and lasts) as pathway,
        bool_or(kind in ('CRISIS_CONTACT', 'PSYCHIATRIC_LIAISON', 'ACUTE_ADMISSION', 'INDEPENDENT_HOSPITAL_ADMISSION') and start_date > $1 - 365) as used,
        bool_or(kind = 'SOCIAL_CARE_BUDGET' and lasts) as social_budget,
        bool_or(kind = 'SECTION_117' and lasts) as aftercare,
        bool_or(kind = 'OUT_OF_AREA_PLACEMENT' and lasts) as out_of_area,
        bool_or(kind in ('RESIDENTIAL_HOME', 'NURSING_HOME') and lasts and start_date <= $1 - 365) as long_stay,
        bool_or(kind = 'COMMUNITY_TREATMENT_ORDER' and lasts) as treatment_order,
        bool_or(kind = 'OPIOID_SUBSTITUTION' and lasts) as opioid,
        bool_or(kind = 'HOMELESS' and lasts) as homeless,
        bool_or(kind = 'NO_GENERAL_PRACTICE' and lasts) as no_gp,
        bool_or(kind = 'BLOCK_CONTRACT_DAY_SERVICE' and lasts) as day_service,
        bool_or(kind = 'RECOVERY_TEAM' and end_date > $1 - 180) as discharged,
        bool_or(kind = 'RECOVERY_TEAM' and lasts) as recovery_team,
        bool_or(kind = 'LOW_SECURE' and lasts) as low_secure
    from (select *, end_date is null or end_date >= $1 as lasts from assessment.caseload_facts where programme = 'anytown' and withdrawn_at is null) facts
    group by person_id
) f on f.person_id = p.id
left join (
    select person_id, count(*) filter (where days between 1 and 90 and start_date > $1 - 730) as readmissions
    from (
        select person_id, start_date, start_date - max(end_date) over (
            partition by person_id order by start_date rows between unbounded preceding and 1 preceding) as days
        from assessment.caseload_facts
        where programme = 'anytown' and kind in ('ACUTE_ADMISSION', 'INDEPENDENT_HOSPITAL_ADMISSION') and withdrawn_at is null
    ) stays
    group by person_id
) r on r.person_id = p.id
left join (
    select person_id,
        bool_or(section in ('3', '37', '37_WITH_41', '45A', '47', '48') and left_hospital_date <= $1 and not exists (
            select from assessment.aftercare_endings e where e.person_id = s.person_id and e.state = 'ENDED' and e.end_date between s.left_hospital_date and $1)) as aftercare,
        bool_or(section = 'COMMUNITY_TREATMENT_ORDER' and start_date <= $1 and (end_date is null or end_date > $1)) as treatment_order
    from assessment.legal_statuses s
    where programme = 'anytown' and not recorded_in_error and not exists (select from assessment.legal_statuses later where later.replaces_id = s.id)
    group by person_id
) l on l.person_id = p.id
where p.programme = 'anytown' and p.death_date is null and p.merged_into is null and (
    crisis >= 3 or home_treatment or liaison >= 3 or emergency >= 5 or (talking and care_need) or college
    or (p.birth_date <= $1 - interval '13 years' and p.birth_date > $1 - interval '20 years' and risk) or (early and early_begun)
    or transition or (camhs and p.birth_date <= $1 - interval '17 years') or (condition and (cluster is not null or pathway or used)) or social_budget
    or f.aftercare or l.aftercare or out_of_area or long_stay or f.treatment_order or l.treatment_order or readmissions >= 2 or opioid
    or (homeless and no_gp) or day_service or (discharged and recovery_team is not true) or low_secure)
