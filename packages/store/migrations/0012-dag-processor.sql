-- Who reads DAG folders, and when it was last heard of.
create table dag_processor (
  id uuid primary key,
  bundle_name text not null,
  hostname text not null,
  pid integer not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null,
  ended_at timestamptz
) with (fillfactor = 50);
