-- Decisions told in writing. What a notice says never changes; that it was sent and seen is recorded beside it.
create table assessment.notices (
    programme         text not null,
    id                uuid not null,
    person_id         uuid not null,
    kind              text not null,
    subject_type      text not null,
    subject_id        uuid not null,
    decision          text not null,
    reasons           text[] not null,
    route             text not null check (route in ('NHS', 'COUNCIL')),
    template_version  text not null,
    format            text not null,
    language          text not null,
    -- The time to ask for another look, as it was when the notice was made: its text names it.
    request_months    int not null check (request_months > 0),
    issued_at         timestamptz not null,
    issued_by         text not null,
    sent_channel      text,
    sent_on           date,
    sent_by           text,
    seen_channel      text,
    seen_on           date check (seen_on >= sent_on),
    seen_by           text,
    request_due_on    date,
    version           int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check (num_nulls(sent_channel, sent_on, sent_by, request_due_on) in (0, 4)),
    check (num_nulls(seen_channel, seen_on, seen_by) in (0, 3))
);
create index notices_by_person on assessment.notices (programme, person_id, id);
select platform.protect('assessment.notices');
grant update (sent_channel, sent_on, sent_by, seen_channel, seen_on, seen_by, request_due_on, version) on assessment.notices to :app;
