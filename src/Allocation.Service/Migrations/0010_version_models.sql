-- Models come in families of versions, can be changed while they are drafts, and be taken back before their first day.
alter table allocation.models
    add column family_id uuid,
    add column number int not null default 1,
    add column withdrawn_at timestamptz;
alter table allocation.models no force row level security;
-- Until now every model stood alone.
update allocation.models set family_id = id;
alter table allocation.models force row level security;
alter table allocation.models
    alter column family_id set not null,
    alter column number drop default,
    drop constraint models_state_check,
    drop constraint models_check,
    add constraint models_state_check check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
    add constraint models_published_check check (state = 'WITHDRAWN' or (state = 'PUBLISHED') = (published_at is not null)),
    add constraint models_withdrawn_check check ((state = 'WITHDRAWN') = (withdrawn_at is not null));
create unique index models_by_family on allocation.models (family_id, number, programme);
