-- What a decision's indicative budget was worked out from, so that all of them can be recalculated under another model without asking Assessment for
-- each person. Narrow, because a report reads it whole. The person stands on the budget, not here.
create table allocation.assessed_needs (
    programme     text not null references platform.programmes,
    decision_id   uuid not null,
    -- What each kind of model gave, pence a year; null where none of the kind served.
    social_pence  bigint,
    carer_pence   bigint,
    health_pence  bigint,
    s117_pence    bigint,
    -- The contract's NeedsProfile with the bases of the decision, without ids.
    profile       bytea not null,
    primary key (programme, decision_id)
);
select platform.protect('allocation.assessed_needs');
