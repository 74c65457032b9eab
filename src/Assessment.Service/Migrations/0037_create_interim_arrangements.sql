-- Care arranged before the full process: made in one step; how it ended and how a dispute was settled are added once each.
create table assessment.interim_arrangements (
    programme          text not null,
    id                 uuid not null,
    person_id          uuid not null,
    basis              text not null check (basis in ('URGENT_NEED', 'CHC_FAST_TRACK', 'HOSPITAL_DISCHARGE', 'FUNDING_DISPUTE')),
    reason             text not null,
    cap_pence          bigint not null check (cap_pence > 0),
    start_on           date not null,
    end_on             date not null check (end_on >= start_on),
    funder             text not null,
    fast_track_on      date,
    discharge_on       date,
    disputed_with      text,
    authorised_by      text not null,
    authorised_at      timestamptz not null,
    notice_id          uuid not null,
    end_reason         text,
    ended_on           date check (ended_on between start_on and end_on),
    plan_id            uuid,
    liable             text,
    back_charge_pence  bigint check (back_charge_pence between 0 and cap_pence),
    settled_on         date,
    version            int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, notice_id) references assessment.notices (programme, id),
    check ((basis = 'CHC_FAST_TRACK') = (fast_track_on is not null)),
    check ((basis = 'HOSPITAL_DISCHARGE') = (discharge_on is not null)),
    check ((basis = 'FUNDING_DISPUTE') = (disputed_with is not null)),
    check (num_nulls(end_reason, ended_on) in (0, 2)),
    check ((end_reason is not distinct from 'REPLACED') = (plan_id is not null)),
    check (num_nulls(liable, back_charge_pence, settled_on) in (0, 3))
);
create index interim_arrangements_by_person on assessment.interim_arrangements (programme, person_id, id);
select platform.protect('assessment.interim_arrangements');
grant update (end_reason, ended_on, plan_id, liable, back_charge_pence, settled_on, version) on assessment.interim_arrangements to :app;
