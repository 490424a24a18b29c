-- The engine's tables. Instants are timestamptz in UTC; durations are milliseconds; ids of rows are UUIDv7.

-- Code ----------------------------------------------------------------------------------------------------------------

create table bundle_version (
  -- SHA-256 of the snapshot's manifest.
  id text primary key,
  bundle_name text not null,
  -- { "<path>": { "sha256": "<hex>", "size": <bytes> } }
  manifest jsonb not null,
  created_at timestamptz not null default now()
);

create table dag (
  dag_id text primary key,
  bundle_name text not null,
  file text not null,
  is_paused boolean not null,
  -- False once the file no longer declares it.
  is_active boolean not null default true,
  current_version_id uuid,
  tags text[] not null default '{}',
  owner text not null default '',
  description text,
  -- The next run that the timetable will create, and when. All null: none is planned.
  next_run_after timestamptz,
  next_logical_date timestamptz,
  next_interval_start timestamptz,
  next_interval_end timestamptz,
  -- The timetable and bounds for which it was planned: a plan is kept until it is made or these change.
  next_run_basis text,
  consecutive_failed_runs integer not null default 0,
  -- The scheduler that owns this DAG's runs.
  scheduler_id uuid,
  -- Rises with every change from outside the owner: pause, unpause, a new version, an edit of the plan.
  revision bigint not null default 0,
  last_parsed_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index dag_scheduler on dag (scheduler_id) where is_active;

create table dag_version (
  id uuid primary key,
  dag_id text not null references dag on delete cascade,
  -- 1, 2, 3, … per DAG.
  number integer not null,
  -- SHA-256 of the meaning: the canonical serialised DAG, its file, and the bytes of every file that it depends on.
  hash text not null,
  serialized jsonb not null,
  -- What a run's task instances start from, in the order of the tasks:
  -- [{ "task_id", "operator", "max_tries", "queue", "executor", "pool", "pool_slots", "priority" }]
  task_rows jsonb not null,
  bundle_version_id text not null references bundle_version,
  file text not null,
  created_at timestamptz not null default now(),
  unique (dag_id, number)
);

create table import_error (
  bundle_name text not null,
  file text not null,
  code text not null,
  message text not null,
  stack text,
  line integer,
  column_number integer,
  code_frame text,
  -- What the file printed while it was loaded.
  output text,
  happened_at timestamptz not null default now(),
  primary key (bundle_name, file)
);

-- Who works -----------------------------------------------------------------------------------------------------------

create table scheduler (
  id uuid primary key,
  hostname text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  -- Past this instant others may take its DAGs over.
  lease_until timestamptz not null,
  -- Set when it stopped or was taken over; from then on nothing it writes is accepted.
  ended_at timestamptz
);

create table pool (
  name text primary key check (name <> ''),
  -- -1: without limit.
  slots integer not null check (slots >= -1),
  description text not null default '',
  include_deferred boolean not null default false,
  -- Slots held by queued and running task instances. Changes in the transaction that changes their states.
  occupied integer not null default 0,
  -- True while a scheduler waits for slots that another one holds: whoever gives some back tells it.
  is_wanted boolean not null default false
) with (fillfactor = 50);
insert into pool (name, slots, description) values ('default_pool', 128, 'Default pool');

-- Runs ----------------------------------------------------------------------------------------------------------------

create table dag_run (
  id uuid primary key,
  dag_id text not null references dag on delete cascade,
  run_id text not null,
  state text not null check (state in ('queued', 'running', 'success', 'failed')),
  run_type text not null check (run_type in ('scheduled', 'manual', 'backfill', 'asset_triggered', 'asset_materialization')),
  triggered_by text not null,
  triggered_by_user text,
  dag_version_id uuid not null references dag_version,
  logical_date timestamptz,
  interval_start timestamptz,
  interval_end timestamptz,
  run_after timestamptz not null,
  conf jsonb not null default '{}',
  note text,
  queued_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  clear_number integer not null default 0,
  -- Why a queued run does not start or how a failed one ended: a reason code and its facts.
  reason jsonb,
  -- Rises with every change from outside the owner: clear, mark, note.
  revision bigint not null default 0,
  unique (dag_id, run_id),
  constraint dag_run_started check (state = 'queued' or started_at is not null),
  constraint dag_run_finished check ((state in ('success', 'failed')) = (finished_at is not null))
) with (fillfactor = 70);
create index dag_run_unfinished on dag_run (dag_id, run_after) where finished_at is null;
-- Two runs of a schedule never share a date; people may start as many as they like.
create unique index dag_run_scheduled_date on dag_run (dag_id, logical_date) where run_type in ('scheduled', 'backfill');
create index dag_run_by_date on dag_run (dag_id, logical_date desc) where logical_date is not null;
create index dag_run_newest on dag_run (dag_id, run_after desc, id desc);

create table task_instance (
  dag_run_id uuid not null references dag_run on delete cascade,
  task_id text not null,
  map_index integer not null default -1,
  state text not null default 'none' check (state in ('none', 'scheduled', 'queued', 'running', 'success', 'failed', 'skipped',
    'upstream_failed', 'removed', 'up_for_retry', 'up_for_reschedule', 'deferred', 'awaiting_input', 'restarting')),
  try_number integer not null default 0,
  max_tries integer not null,
  -- Attempts that were lost without a fault of the task, since it was created or cleared.
  lost_attempts integer not null default 0,
  -- The attempt in force: set while it is queued or running, and kept after it for its logs.
  attempt_id uuid,
  executor text,
  queue text not null default 'default',
  pool text not null default 'default_pool',
  pool_slots integer not null default 1,
  priority integer not null default 1,
  operator text not null,
  -- Why it is where it is: { "code": …, facts }.
  reason jsonb,
  -- The phases, in order.
  created_at timestamptz not null default clock_timestamp(),
  dependencies_met_at timestamptz,
  scheduled_at timestamptz,
  queued_at timestamptz,
  handed_over_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  -- up_for_retry and up_for_reschedule: when it may go on.
  next_try_at timestamptz,
  worker text,
  cpu_ms double precision,
  peak_memory_mb double precision,
  error jsonb,
  rendered jsonb,
  note text,
  primary key (dag_run_id, task_id, map_index),
  constraint task_instance_attempt check (state not in ('queued', 'running') or attempt_id is not null),
  constraint task_instance_retry check (state not in ('up_for_retry', 'up_for_reschedule') or next_try_at is not null)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Attempts that were followed by another one; the attempt in force stands in its task instance.
create table attempt (
  id uuid primary key,
  dag_run_id uuid not null references dag_run on delete cascade,
  task_id text not null,
  map_index integer not null,
  try_number integer not null,
  state text not null,
  reason jsonb,
  queued_at timestamptz,
  handed_over_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  worker text,
  cpu_ms double precision,
  peak_memory_mb double precision,
  error jsonb
);
create index attempt_of on attempt (dag_run_id, task_id, map_index, try_number);

create table xcom (
  dag_run_id uuid not null references dag_run on delete cascade,
  task_id text not null,
  map_index integer not null,
  key text not null,
  -- JSON text with tagged Date, Map, Set, bigint and bytes.
  value text not null,
  created_at timestamptz not null default now(),
  primary key (dag_run_id, task_id, map_index, key)
);

-- Configuration that people keep in the database ----------------------------------------------------------------------

create table variable (
  key text primary key check (key <> ''),
  value text not null,
  description text,
  is_encrypted boolean not null default false,
  updated_at timestamptz not null default now()
);

create table connection (
  connection_id text primary key check (connection_id <> ''),
  conn_type text not null,
  description text,
  host text,
  port integer,
  login text,
  password text,
  schema text,
  extra text,
  -- True when password and extra are encrypted.
  is_encrypted boolean not null default false,
  updated_at timestamptz not null default now()
);
