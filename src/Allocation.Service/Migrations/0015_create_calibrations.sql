-- What was worked out of samples of needs and costs. The samples themselves are not kept.
create table allocation.calibrations (
    programme   text not null constraint calibrations_programme_fkey references platform.programmes,
    id          uuid not null,
    subject     text not null,
    request_id  uuid not null,
    figures     jsonb not null,
    -- The calibrated model as it was held against the sample: its base may be a draft, and change.
    model       jsonb not null,
    -- Of all lines, so that others under the same request id are noticed.
    hash        bytea not null,
    created_at  timestamptz not null,
    primary key (programme, id),
    unique (programme, subject, request_id)
);
select platform.protect('allocation.calibrations');
