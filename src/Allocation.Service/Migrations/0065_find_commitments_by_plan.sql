-- A secondary index that begins with the programme looks like the key to a planner that has no statistics yet: a young table was read through it whole,
-- all that is held for the earlier versions of one plan, all people for one survivor.
drop index allocation.commitments_held;
create index commitments_held on allocation.commitments (expires_at, programme) where state = 'HELD';
drop index allocation.commitment_shares_by_fund;
create index commitment_shares_by_fund on allocation.commitment_shares (fund_id, programme);
drop index allocation.allocations_by_person;
create index allocations_by_person on allocation.allocations (person_id, id, programme);
drop index allocation.allocations_by_assessment;
create index allocations_by_assessment on allocation.allocations (assessment_id, id, programme);
drop index allocation.people_by_survivor;
create index people_by_survivor on allocation.people (survivor_id, programme);
drop index allocation.supersessions_by_successor;
create index supersessions_by_successor on allocation.supersessions (by_decision_id, programme);
