-- Public money beside an indicative budget (Care Act 2014 s26(2)): what was recorded last, in place of what the budget was issued with.
alter table allocation.allocations add other_public_money jsonb;
grant update (other_public_money) on allocation.allocations to :app;
