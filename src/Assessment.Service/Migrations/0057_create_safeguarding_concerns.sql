-- Restricted: no other table refers to these rows, and none of their changes is published.
create table assessment.safeguarding_concerns (
    programme                text not null,
    id                       uuid not null,
    person_id                uuid not null,
    kind                     text not null,
    description              text not null,
    hold_payee_change        boolean not null,
    route_money_to_notional  boolean not null,
    freeze_evidence          boolean not null,
    state                    text not null default 'RAISED' check (state in ('RAISED', 'ENQUIRY', 'CLOSED')),
    raised_by                text not null,
    raised_at                timestamptz not null,
    enquiry_at               timestamptz,
    outcome                  text,
    findings                 text not null default '',
    closed_at                timestamptz,
    version                  int not null default 1,
    primary key (programme, id),
    foreign key (programme, person_id) references assessment.people (programme, id),
    check (state <> 'ENQUIRY' or enquiry_at is not null),
    check ((state = 'CLOSED') = (closed_at is not null) and (state = 'CLOSED') = (outcome is not null)),
    check (state <> 'CLOSED' or not (hold_payee_change or route_money_to_notional or freeze_evidence))
);
create index safeguarding_concerns_by_person on assessment.safeguarding_concerns (programme, person_id, id);
select platform.protect('assessment.safeguarding_concerns');
grant update (hold_payee_change, route_money_to_notional, freeze_evidence, state, enquiry_at, outcome, findings, closed_at, version)
    on assessment.safeguarding_concerns to :app;
