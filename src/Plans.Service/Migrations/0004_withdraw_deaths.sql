-- A death that was recorded by mistake is taken back. Both are told by events of their own, and the later word counts whichever arrives first.
alter table plans.people add death_told_at timestamptz;
-- Where a plan goes back to.
alter table plans.plans
    add state_before_closing text,
    add constraint plans_closing_check check ((state = 'CLOSING') = (state_before_closing is not null));
