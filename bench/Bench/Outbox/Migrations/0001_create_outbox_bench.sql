-- What the outbox's measure changes, and what its consumer makes of it.
create schema outbox;

create table outbox.changes (
    programme  text not null references platform.programmes,
    id         uuid not null,
    primary key (programme, id)
);
select platform.protect('outbox.changes');

create table outbox.effects (
    programme  text not null references platform.programmes,
    id         uuid not null,
    primary key (programme, id)
);
select platform.protect('outbox.effects');
