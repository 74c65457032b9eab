-- One funder's approval counts for another's share where a recorded agreement says so.
alter table plans.plan_approvals
    -- Whose approver it was; null while nobody approved, and from before for the funder's own.
    add approved_by_funder text,
    -- Whose approval counts beside the funder's own, as it was when the plan was submitted.
    add delegates text[] not null default '{}';
