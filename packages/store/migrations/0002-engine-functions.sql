-- The two writes of the engine that must be one round trip. A later version of either gets a new name, so that programs
-- of two versions can work on one database.

-- Creates runs with their task instances. A run whose name or scheduled date exists already is left out.
-- requests: [{ id, dag_id, run_id, run_type, triggered_by, triggered_by_user, dag_version_id, logical_date, interval_start,
--              interval_end, run_after, queued_at, conf, note }], instants in milliseconds since the epoch.
-- Returns the ids of the runs that it created.
create function create_runs_v1(requests json) returns setof uuid language plpgsql as $function$
begin
  return query
  with requested as materialized (
    select q.* from json_to_recordset(requests) as q(
      id uuid, dag_id text, run_id text, run_type text, triggered_by text, triggered_by_user text, dag_version_id uuid,
      logical_date float8, interval_start float8, interval_end float8, run_after float8, queued_at float8,
      conf jsonb, note text)
  ), created as (
    insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, triggered_by_user, dag_version_id, logical_date,
      interval_start, interval_end, run_after, queued_at, conf, note)
    select q.id, q.dag_id, q.run_id, 'queued', q.run_type, q.triggered_by, q.triggered_by_user, q.dag_version_id,
      to_timestamp(q.logical_date / 1000.0), to_timestamp(q.interval_start / 1000.0), to_timestamp(q.interval_end / 1000.0),
      to_timestamp(q.run_after / 1000.0), to_timestamp(q.queued_at / 1000.0), coalesce(q.conf, '{}'), q.note
    from requested q
    on conflict do nothing
    returning dag_run.id, dag_run.dag_version_id, dag_run.queued_at
  ), instances as (
    insert into task_instance (dag_run_id, task_id, max_tries, executor, queue, pool, pool_slots, priority, operator, created_at)
    select c.id, t.task_id, t.max_tries, t.executor, t.queue, t.pool, t.pool_slots, t.priority, t.operator, c.queued_at
    from created c
    join dag_version v on v.id = c.dag_version_id
    cross join lateral jsonb_to_recordset(v.task_rows) as t(
      task_id text, max_tries integer, executor text, queue text, pool text, pool_slots integer, priority integer, operator text)
  )
  select created.id from created;
end
$function$;

-- Commits one turn of a scheduler: everything or nothing. Each argument may be null.
--   runs             [{ id, revision }]: the runs that the turn touches, as the scheduler knows them
--   new_runs         as for create_runs_v1
--   task_instances   [{ r, t, m, … }]: all mutable columns, by short names (see the record below)
--   attempts         superseded attempts
--   xcoms            [{ r, t, m, k, v }]
--   xcom_resets      [{ r, t, m }]: instances that run again, whose earlier values go
--   run_states       [{ id, state, started_at, finished_at, reason }]
--   pools            [{ name, delta }]: change of occupied slots
--   plans            [{ dag_id, next_run_after, next_logical_date, next_interval_start, next_interval_end,
--                      next_run_basis }]
--   streaks          [{ dag_id, consecutive_failed_runs, pause }]
-- Returns the ids of the new runs that were created.
-- Raises TW001 when the scheduler was ended, TW002 (detail: run ids) when a run was changed from outside,
-- TW003 (detail: pool names) when a pool has too few free slots.
-- Tells the schedulers when it gives back slots of a pool that one of them waits for.
-- Locks, in this order: the scheduler's row (share), the runs (share), then what it writes; pools by name.
create function commit_turn_v1(
  scheduler_id uuid, runs json, new_runs json, task_instances json, attempts json, xcoms json, xcom_resets json,
  run_states json, pools json, plans json, streaks json
) returns setof uuid language plpgsql as $function$
declare
  conflicts text;
  expected integer;
  changed integer;
  is_awaited boolean;
begin
  perform 1 from scheduler s where s.id = scheduler_id and s.ended_at is null for share;
  if not found then
    raise exception 'the scheduler % has ended', scheduler_id using errcode = 'TW001';
  end if;

  if runs is not null then
    with known as (select k.* from json_to_recordset(runs) as k(id uuid, revision bigint)),
    held as (
      select r.id, r.revision from dag_run r where r.id in (select known.id from known) order by r.id for share
    )
    select string_agg(known.id::text, ',') into conflicts
    from known left join held on held.id = known.id
    where held.revision is distinct from known.revision;
    if conflicts is not null then
      raise exception 'runs were changed from outside' using errcode = 'TW002', detail = conflicts;
    end if;
  end if;

  if new_runs is not null then
    return query select create_runs_v1(new_runs);
  end if;

  if attempts is not null then
    insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
      started_at, finished_at, worker, cpu_ms, peak_memory_mb, error)
    select a.a, a.r, a.t, a.m, a.n, a.s, a.y, to_timestamp(a.q / 1000.0), to_timestamp(a.h / 1000.0),
      to_timestamp(a.b / 1000.0), to_timestamp(a.f / 1000.0), a.w, a.u, a.p, a.o
    from json_to_recordset(attempts) as a(a uuid, r uuid, t text, m integer, n integer, s text, y jsonb, q float8, h float8,
      b float8, f float8, w text, u float8, p float8, o jsonb)
    on conflict do nothing;
  end if;

  if task_instances is not null then
    update task_instance i set
      state = u.s, try_number = u.n, max_tries = u.x, lost_attempts = coalesce(u.l, 0), attempt_id = u.a, reason = u.y,
      dependencies_met_at = to_timestamp(u.d / 1000.0), scheduled_at = to_timestamp(u.c / 1000.0),
      queued_at = to_timestamp(u.q / 1000.0), handed_over_at = to_timestamp(u.h / 1000.0),
      started_at = to_timestamp(u.b / 1000.0), finished_at = to_timestamp(u.f / 1000.0),
      next_try_at = to_timestamp(u.e / 1000.0), worker = u.w, cpu_ms = u.u, peak_memory_mb = u.p, error = u.o, rendered = u.z
    from json_to_recordset(task_instances) as u(r uuid, t text, m integer, s text, n integer, x integer, l integer, a uuid, y jsonb,
      d float8, c float8, q float8, h float8, b float8, f float8, e float8, w text, u float8, p float8, o jsonb, z jsonb)
    where i.dag_run_id = u.r and i.task_id = u.t and i.map_index = u.m;
  end if;

  if xcom_resets is not null then
    delete from xcom x using json_to_recordset(xcom_resets) as d(r uuid, t text, m integer)
    where x.dag_run_id = d.r and x.task_id = d.t and x.map_index = d.m;
  end if;

  if xcoms is not null then
    insert into xcom (dag_run_id, task_id, map_index, key, value)
    select v.r, v.t, v.m, v.k, v.v from json_to_recordset(xcoms) as v(r uuid, t text, m integer, k text, v text)
    on conflict (dag_run_id, task_id, map_index, key) do update set value = excluded.value, created_at = excluded.created_at;
  end if;

  if run_states is not null then
    update dag_run r set
      state = u.state, started_at = to_timestamp(u.started_at / 1000.0), finished_at = to_timestamp(u.finished_at / 1000.0),
      reason = u.reason
    from json_to_recordset(run_states) as u(id uuid, state text, started_at float8, finished_at float8, reason jsonb)
    where r.id = u.id;
  end if;

  if plans is not null then
    update dag d set
      next_run_after = to_timestamp(u.next_run_after / 1000.0), next_logical_date = to_timestamp(u.next_logical_date / 1000.0),
      next_interval_start = to_timestamp(u.next_interval_start / 1000.0),
      next_interval_end = to_timestamp(u.next_interval_end / 1000.0), next_run_basis = u.next_run_basis
    from json_to_recordset(plans) as u(dag_id text, next_run_after float8, next_logical_date float8,
      next_interval_start float8, next_interval_end float8, next_run_basis text)
    where d.dag_id = u.dag_id;
  end if;

  if streaks is not null then
    update dag d set
      consecutive_failed_runs = u.consecutive_failed_runs, is_paused = d.is_paused or u.pause,
      revision = d.revision + u.pause::int
    from json_to_recordset(streaks) as u(dag_id text, consecutive_failed_runs integer, pause boolean)
    where d.dag_id = u.dag_id;
  end if;

  -- Last, so that the rows that other schedulers wait for are held for the shortest time.
  if pools is not null then
    select count(*) into expected from json_to_recordset(pools) as u(name text, delta integer);
    with ordered as (
      select p.name, p.is_wanted from pool p join json_to_recordset(pools) as u(name text, delta integer) on u.name = p.name
      order by p.name for no key update of p
    ), updated as (
      update pool p set occupied = p.occupied + u.delta, is_wanted = o.is_wanted and u.delta > 0
      from ordered o join json_to_recordset(pools) as u(name text, delta integer) on u.name = o.name
      where p.name = o.name and (u.delta <= 0 or p.slots = -1 or p.occupied + u.delta <= p.slots)
      returning o.is_wanted and u.delta < 0 as is_awaited
    )
    select count(*), coalesce(bool_or(updated.is_awaited), false) into changed, is_awaited from updated;
    if changed < expected then
      raise exception 'a pool has too few free slots' using errcode = 'TW003';
    end if;
    if is_awaited then
      perform pg_notify('tradewind', '{"kind":"pool"}');
    end if;
  end if;
end
$function$;
