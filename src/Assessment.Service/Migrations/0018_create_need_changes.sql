-- Changes of need: the open ones are the worklist of re-assessments.
create table assessment.need_changes (
    programme          text not null,
    id                 uuid not null,
    person_id          uuid not null,
    cause              text not null,
    reported_by        text not null,
    change_date        date not null,
    urgent             boolean not null,
    as_carer           boolean not null,
    account            text not null,
    state              text not null check (state in ('OPEN', 'CLOSED')),
    due_date           date not null,
    closed_by_id       uuid,
    close_reason       text,
    close_explanation  text,
    created_at         timestamptz not null,
    closed_at          timestamptz,
    version            int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    foreign key (programme, closed_by_id) references assessment.assessments (programme, id),
    check ((state = 'CLOSED') = (closed_at is not null)),
    check ((state = 'CLOSED') = (num_nonnulls(closed_by_id, close_reason) = 1))
);
create index need_changes_by_person on assessment.need_changes (programme, person_id, id);
create index need_changes_due on assessment.need_changes (programme, due_date, id) where state = 'OPEN';
select platform.protect('assessment.need_changes', updatable => true);
