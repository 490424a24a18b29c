-- What is doubtful about DAGs that can be loaded.
create table dag_warning (
  dag_id text not null references dag on delete cascade,
  warning_type text not null,
  message text not null,
  happened_at timestamptz not null default now(),
  primary key (dag_id, warning_type)
);

-- Of the bytes of the files that a version was made of: two versions of one hash differ by something else. Null: not known.
alter table dag_version add column source_hash text;
