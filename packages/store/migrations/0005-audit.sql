-- Who did what, when and from where. Rows are only ever added, in the transaction that makes the change.

create table audit_event (
  id bigint generated always as identity primary key,
  happened_at timestamptz not null,
  -- What was done: trigger_dag_run, patch_dag, sign_in_failed, …
  event text not null check (event <> ''),
  -- Who: the name stays when the user is deleted, so there is no foreign key.
  user_id uuid,
  owner text,
  via text not null check (via in ('ui', 'api', 'cli', 'scheduler')),
  -- From where.
  address text,
  user_agent text,
  request_id text,
  -- To what.
  dag_id text,
  run_id text,
  task_id text,
  map_index integer,
  try_number integer,
  logical_date timestamptz,
  -- What changed, without secrets.
  before jsonb,
  after jsonb,
  extra text
);
create index audit_event_by_time on audit_event (happened_at desc, id desc);
create index audit_event_by_dag on audit_event (dag_id, id desc) where dag_id is not null;
create index audit_event_by_owner on audit_event (owner, id desc) where owner is not null;
create index audit_event_by_event on audit_event (event, id desc);
