-- Who approves what lies how far above the indicative budget is local policy: an approval has a level. And a plan that costs less says why.
alter table plans.plans add reasons_below_indicative text not null default '';
-- Approvals from before had none, and a team manager's is the lowest.
alter table plans.plan_approvals add level text;
