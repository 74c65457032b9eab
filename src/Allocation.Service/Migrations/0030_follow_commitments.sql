-- A commitment to its end: of a plan, of an interim arrangement or of a small budget; with its lines, its suspensions and its history.
alter table allocation.commitments
    add kind         text not null default 'PLAN' check (kind in ('PLAN', 'INTERIM', 'LIGHT_PATH')),
    add source_id    uuid,
    add person_id    uuid,
    add start_date   date,
    add end_date     date,
    -- The lines as they were last set aside, as the contract's JSON; null where there are none: interim, light path, and plans from before this column.
    add lines        jsonb,
    -- Which lines are not paid, and since when; read whole.
    add suspensions  jsonb not null default '[]',
    alter plan_id drop not null,
    alter plan_version drop not null,
    alter allocation_id drop not null,
    drop constraint commitments_state_check,
    add constraint commitments_state_check check (state in ('HELD', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'ENDED'));

alter table allocation.commitments no force row level security;
alter table allocation.allocations no force row level security;
update allocation.commitments commitment
set person_id = allocation.person_id, start_date = make_date(commitment.financial_year, 4, 1)
from allocation.allocations allocation
where allocation.programme = commitment.programme and allocation.id = commitment.allocation_id;
alter table allocation.allocations force row level security;
alter table allocation.commitments force row level security;

alter table allocation.commitments
    alter person_id set not null,
    alter start_date set not null,
    add constraint commitments_kind_shape check (
        (kind = 'PLAN') = (plan_id is not null and plan_version is not null and allocation_id is not null)
        and (kind = 'PLAN') = (source_id is null)),
    add constraint commitments_of_source unique (programme, source_id),
    add constraint commitments_ended check ((state = 'ENDED') <= (end_date is not null));
create index commitments_by_person on allocation.commitments (person_id, programme);

-- Whether the fund's budget holder has noted what is committed beyond the approval.
alter table allocation.commitment_shares add noted boolean not null default false;
create index commitment_shares_to_note on allocation.commitment_shares (commitment_id, programme) where over_committed and not noted;

-- A duty commits where nobody has approved money yet: it opens the fund with nothing in it.
alter table allocation.funds
    drop constraint funds_approved_pence_check,
    add constraint funds_approved_pence_check check (approved_pence >= 0);

create table allocation.commitment_changes (
    programme       text not null,
    id              uuid not null,
    commitment_id   uuid not null,
    kind            text not null,
    -- What each funder's share became larger or smaller by, as the contract's JSON.
    shares          jsonb not null,
    reasons         text not null,
    effective_on    date not null,
    changed_by      text not null,
    organisation    text not null,
    changed_at      timestamptz not null,
    primary key (programme, id),
    foreign key (programme, commitment_id) references allocation.commitments (programme, id)
);
create index commitment_changes_by_commitment on allocation.commitment_changes (commitment_id, id, programme);
select platform.protect('allocation.commitment_changes');
