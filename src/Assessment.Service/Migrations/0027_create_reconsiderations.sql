-- Decisions looked at again: each once, whatever kind of decision its notice tells of.
create table assessment.reconsiderations (
    programme         text not null,
    id                uuid not null,
    notice_id         uuid not null,
    person_id         uuid not null,
    route             text not null check (route in ('NHS', 'COUNCIL')),
    requested_by      text not null,
    requested_on      date not null,
    grounds           text not null,
    late              boolean not null,
    answer_due_on     date not null,
    state             text not null default 'OPEN' check (state in ('OPEN', 'UPHELD', 'OVERTURNED')),
    reasons           text[] not null default '{}',
    decided_by        text,
    decided_at        timestamptz,
    answer_notice_id  uuid,
    created_at        timestamptz not null,
    version           int not null default 1,
    primary key (programme, id),
    unique (programme, notice_id),
    foreign key (programme, notice_id) references assessment.notices (programme, id),
    foreign key (programme, answer_notice_id) references assessment.notices (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check ((state = 'OPEN') = (decided_at is null)),
    check (num_nulls(decided_by, decided_at, answer_notice_id) in (0, 3))
);
create index reconsiderations_by_person on assessment.reconsiderations (programme, person_id, id);
select platform.protect('assessment.reconsiderations');
grant update (state, reasons, decided_by, decided_at, answer_notice_id, version) on assessment.reconsiderations to :app;
