-- Two records of one person may each have had a one-off direct payment in a year: what was paid cannot be closed, and must not keep them from being merged.
-- That no second one is approved is held by the lock on the person, under which an approval looks for the first.
drop index assessment.small_budgets_one_off;
create index small_budgets_one_off on assessment.small_budgets (programme, person_id, approved_year)
    where state = 'APPROVED' and kind = 'ONE_OFF' and management = 'DIRECT_PAYMENT';
