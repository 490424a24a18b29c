-- The queue between schedulers and workers that have no database. API servers hand its rows out and take reports in.

-- One life of a worker process. It counts as alive until `lease_until`, which every sign of life moves on.
create table worker (
  id uuid primary key,
  name text not null,
  host text not null,
  pid integer not null,
  queues text[] not null check (cardinality(queues) > 0),
  -- Attempts that it runs at once.
  slots integer not null check (slots > 0),
  -- The version of Tradewind that it is.
  version text not null,
  -- True when it takes no more attempts.
  is_draining boolean not null default false,
  joined_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null,
  -- Set when it left or was given up; from then on nothing it says is accepted.
  ended_at timestamptz
) with (fillfactor = 50);
create index worker_live on worker (lease_until) where ended_at is null;

-- API servers that workers can speak to. A silent worker is given up only if somebody was there to hear it.
create table work_gateway (
  id uuid primary key,
  heartbeat_at timestamptz not null default clock_timestamp(),
  -- Since when it has been there without a gap.
  present_since timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

-- Attempts that wait for a worker or are with one. The row goes when the end is reported.
create table workload (
  attempt_id uuid primary key,
  -- The executor that wants the reports: that of the scheduler that submitted or adopted the attempt.
  owner uuid not null,
  queue text not null,
  priority integer not null,
  -- The order of arrival.
  submitted bigint generated always as identity,
  dag_run_id uuid not null,
  task_id text not null,
  map_index integer not null,
  -- What the worker needs to run it. Text, since nobody looks into it here.
  workload json not null,
  submitted_at timestamptz not null default clock_timestamp(),
  -- Null while it waits.
  worker_id uuid,
  claimed_at timestamptz,
  started_at timestamptz,
  -- Set when it is called off while a worker has it.
  cancel_reason text check (cancel_reason in ('cancelled', 'timeout')),
  constraint workload_claimed check ((worker_id is null) = (claimed_at is null))
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
create index workload_waiting on workload (queue, priority desc, submitted) where worker_id is null;
create index workload_of_worker on workload (worker_id) where worker_id is not null;
create index workload_of_owner on workload (owner);

-- What workers said, until the owner has recorded it.
create table attempt_report (
  attempt_id uuid not null,
  -- `lost`: its worker is gone, and nobody will say more.
  kind text not null check (kind in ('started', 'finished', 'lost')),
  owner uuid not null,
  worker_id uuid,
  report json not null,
  reported_at timestamptz not null default clock_timestamp(),
  primary key (attempt_id, kind)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
create index attempt_report_of_owner on attempt_report (owner);
