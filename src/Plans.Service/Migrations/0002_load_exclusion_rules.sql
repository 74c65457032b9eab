-- National reference tables: the same for every programme, read-only for the application, changed by migrations alone.

create table plans.categories (
    code      text primary key check (code ~ '^[A-Z][A-Z0-9_]{0,62}$'),
    text      text not null,
    sleep_in  boolean not null default false
);

create table plans.exclusion_rules (
    code      text primary key,
    position  int not null unique,
    text      text not null,
    kind      text not null check (kind in ('LAW', 'GUIDANCE', 'LOCAL')),
    source    text not null,
    scope     text not null check (scope in ('ALL_LINES', 'NHS_LINES', 'SOCIAL_LINES')),
    override  text not null check (override in ('NEVER', 'NECESSITY', 'LOCAL'))
);

create table plans.exclusion_rule_categories (
    rule_code      text not null references plans.exclusion_rules,
    category_code  text not null references plans.categories,
    primary key (rule_code, category_code)
);

-- Hourly rates in pence with the days between which they hold; valid_to is empty while no later rate is made.
create table plans.minimum_wages (
    band            text not null check (band in ('AGE_21_AND_OVER', 'AGE_18_TO_20', 'UNDER_18', 'APPRENTICE')),
    valid_from      date not null,
    valid_to        date check (valid_to >= valid_from),
    pence_per_hour  bigint not null check (pence_per_hour > 0),
    source          text not null,
    primary key (band, valid_from)
);

grant select on plans.categories, plans.exclusion_rules, plans.exclusion_rule_categories, plans.minimum_wages to :app;

insert into plans.categories (code, text, sleep_in) values
    ('ADVOCACY', 'Advocacy', false),
    ('ALTERNATIVE_THERAPY', 'Complementary or alternative therapy', false),
    ('COMMUNITY_NURSING', 'Nursing in the community', false),
    ('DAY_OPPORTUNITY', 'Day service or day opportunity', false),
    ('EDUCATION', 'Education', false),
    ('EMPLOYMENT_SUPPORT', 'Help to find or keep work', false),
    ('EMPLOYER_COSTS', 'Costs of being an employer: insurance, payroll, recruitment', false),
    ('EQUIPMENT', 'Equipment', false),
    ('HOME_CARE', 'Home care from an agency', false),
    ('HOUSEHOLD_HELP', 'Help in the household', false),
    ('LEISURE', 'Leisure, sport and culture', false),
    ('MEMBERSHIP', 'Membership of a club or gym', false),
    ('NIGHT_SUPPORT', 'Support at night by somebody awake', false),
    ('OTHER', 'Something else that serves the outcome', false),
    ('PEER_SUPPORT', 'Peer support', false),
    ('PERSONAL_ASSISTANT', 'Personal assistant', false),
    ('RESPITE', 'Short break or respite', false),
    ('SLEEP_IN_SUPPORT', 'Support at night by somebody who may sleep', true),
    ('SUPPORT_SERVICE', 'Help to manage the budget: brokerage, payroll, managed account', false),
    ('TALKING_THERAPY', 'Talking therapy', false),
    ('TECHNOLOGY', 'Computer, telephone or other technology', false),
    ('TRAINING', 'Training or a course', false),
    ('TRANSPORT', 'Transport', false),
    ('WHEELCHAIR', 'Wheelchair', false),
    ('ALCOHOL', 'Alcohol', false),
    ('DEBT_REPAYMENT', 'Repayment of a debt', false),
    ('EMERGENCY_CARE', 'Urgent or emergency treatment', false),
    ('GAMBLING', 'Gambling', false),
    ('HEALTH_CHECK', 'NHS Health Check', false),
    ('INPATIENT_STAY', 'Stay in a hospital, private ones too', false),
    ('NHS_CHARGE', 'Prescription, dental or optical charge', false),
    ('PRESCRIBED_MEDICATION', 'Prescribed medication', false),
    ('PRIMARY_DENTAL', 'Primary dental service', false),
    ('PRIMARY_MEDICAL', 'Primary medical service of a general practice', false),
    ('PRIMARY_OPHTHALMIC', 'Primary ophthalmic service', false),
    ('PRIMARY_PHARMACEUTICAL', 'Pharmaceutical service', false),
    ('SCREENING', 'Population screening', false),
    ('SURGERY', 'Surgical procedure, with its anaesthetic', false),
    ('TOBACCO', 'Tobacco', false),
    ('UNLAWFUL', 'Anything unlawful', false),
    ('VACCINATION', 'Vaccination or immunisation', false);

insert into plans.exclusion_rules (code, position, text, kind, source, scope, override) values
    ('X01', 1, 'Services of a general practice under its NHS contract are not bought from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617 reg 2', 'NHS_LINES', 'NEVER'),
    ('X02', 2, 'Vaccination, immunisation, population screening and the NHS Health Check are not bought from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617', 'NHS_LINES', 'NEVER'),
    ('X03', 3, 'Urgent or emergency treatment, unplanned admission included, is not bought from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617', 'NHS_LINES', 'NEVER'),
    ('X04', 4, 'Surgical procedures, with their anaesthetic, are not bought from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617', 'NHS_LINES', 'NEVER'),
    ('X05', 5, 'NHS charges for prescriptions, dental care or sight tests and glasses are not paid from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617', 'NHS_LINES', 'NEVER'),
    ('X06', 6, 'Primary dental, ophthalmic and pharmaceutical services are not bought from a budget.', 'LAW', 'NHS Act 2006 s12A; SI 2013/1617', 'NHS_LINES', 'NEVER'),
    ('X07', 7, 'A budget does not buy alcohol or tobacco.', 'LAW', 'SI 2013/1617 reg 11', 'NHS_LINES', 'NEVER'),
    ('X08', 8, 'A budget does not pay for gambling.', 'LAW', 'SI 2013/1617 reg 11', 'NHS_LINES', 'NEVER'),
    ('X09', 9, 'A budget does not repay a debt. What is owed for a service of this plan belongs on the line of that service.', 'LAW', 'SI 2013/1617 reg 11', 'NHS_LINES', 'NEVER'),
    ('X10', 10, 'A budget does not buy anything unlawful.', 'GUIDANCE', 'NHS England guidance on direct payments for healthcare', 'ALL_LINES', 'NEVER'),
    ('X11', 11, 'Employment that is paid from a budget keeps employment law, the national minimum wage above all.', 'GUIDANCE', 'NHS England guidance on direct payments for healthcare; National Minimum Wage Act 1998 s1', 'ALL_LINES', 'NEVER'),
    ('X12', 12, 'A stay in hospital as an inpatient, a private hospital too, is not bought from a budget.', 'GUIDANCE', 'NHS England guidance on direct payments for healthcare', 'NHS_LINES', 'NEVER'),
    ('X13', 13, 'Prescribed medication is bought from a budget only where the place allows it, with a reason and a second person.', 'LOCAL', 'Local reading of SI 2013/1617 (X05, X06)', 'NHS_LINES', 'LOCAL'),
    ('X14', 14, 'A family member or friend who lives in the same household is paid only where it is necessary to meet the need well or to promote the welfare of a child, and why is recorded.', 'LAW', 'SI 2013/1617 reg 8(5A)-(5B)', 'NHS_LINES', 'NECESSITY'),
    ('X15', 15, 'A budget buys only what is in the agreed plan: tested when money is spent, not when a plan is written.', 'LAW', 'SI 2013/1617 regs 11 and 15(1)(d)', 'NHS_LINES', 'NEVER');

insert into plans.exclusion_rule_categories (rule_code, category_code) values
    ('X01', 'PRIMARY_MEDICAL'),
    ('X02', 'VACCINATION'), ('X02', 'SCREENING'), ('X02', 'HEALTH_CHECK'),
    ('X03', 'EMERGENCY_CARE'),
    ('X04', 'SURGERY'),
    ('X05', 'NHS_CHARGE'),
    ('X06', 'PRIMARY_DENTAL'), ('X06', 'PRIMARY_OPHTHALMIC'), ('X06', 'PRIMARY_PHARMACEUTICAL'),
    ('X07', 'ALCOHOL'), ('X07', 'TOBACCO'),
    ('X08', 'GAMBLING'),
    ('X09', 'DEBT_REPAYMENT'),
    ('X10', 'UNLAWFUL'),
    ('X12', 'INPATIENT_STAY'),
    ('X13', 'PRESCRIBED_MEDICATION');

insert into plans.minimum_wages (band, valid_from, valid_to, pence_per_hour, source) values
    ('AGE_21_AND_OVER', '2025-04-01', '2026-03-31', 1221, 'National Minimum Wage Regulations 2015, rates from 1 April 2025'),
    ('AGE_18_TO_20', '2025-04-01', '2026-03-31', 1000, 'National Minimum Wage Regulations 2015, rates from 1 April 2025'),
    ('UNDER_18', '2025-04-01', '2026-03-31', 755, 'National Minimum Wage Regulations 2015, rates from 1 April 2025'),
    ('APPRENTICE', '2025-04-01', '2026-03-31', 755, 'National Minimum Wage Regulations 2015, rates from 1 April 2025'),
    ('AGE_21_AND_OVER', '2026-04-01', null, 1271, 'National Minimum Wage Regulations 2015, rates from 1 April 2026'),
    ('AGE_18_TO_20', '2026-04-01', null, 1085, 'National Minimum Wage Regulations 2015, rates from 1 April 2026'),
    ('UNDER_18', '2026-04-01', null, 800, 'National Minimum Wage Regulations 2015, rates from 1 April 2026'),
    ('APPRENTICE', '2026-04-01', null, 800, 'National Minimum Wage Regulations 2015, rates from 1 April 2026');
