-- A funder's money for a year, apart by what it is for. Whatever no fund of its own bears is the general fund's.
alter table allocation.funds add column purpose text not null default 'GENERAL';
alter table allocation.funds drop constraint funds_programme_funder_financial_year_key;
alter table allocation.funds add constraint funds_of_funder unique (funder, financial_year, purpose, programme);
