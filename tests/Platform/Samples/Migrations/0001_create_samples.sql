create schema samples;

create table samples.samples (
    programme     text not null references platform.programmes,
    id            uuid not null,
    title         text not null,
    amount_pence  bigint not null,
    held_on       date not null,
    created_at    timestamptz not null,
    version       int not null default 1,
    primary key (programme, id),
    unique (programme, title)
);
select platform.protect('samples.samples', updatable => true);

create table samples.cards (
    programme  text not null references platform.programmes,
    id         uuid not null,
    name       text not null,
    version    int not null default 1,
    primary key (programme, id)
);
select platform.protect('samples.cards');
