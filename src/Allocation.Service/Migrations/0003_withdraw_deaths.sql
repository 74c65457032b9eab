-- A death that was recorded by mistake is taken back. Both are told by events of their own, and the later word counts whichever arrives first.
alter table allocation.people add death_told_at timestamptz;
