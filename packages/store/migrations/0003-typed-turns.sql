-- The second version of the commit of a turn. What almost every turn writes comes as one array for each column, which
-- PostgreSQL takes as it comes, where JSON has to be parsed and looked up by name, value by value. A column that holds
-- nothing but nulls is null itself. What is rare stays JSON.
--
--   run_ids, run_revisions   the runs that the turn touches, as the scheduler knows them, ordered by id
--   new_runs                 as for create_runs_v1
--   i_…                      task instances: all mutable columns
--   x_…                      XComs
--   r_…                      states of runs
--   pool_names, pool_deltas  change of occupied slots, ordered by name
--   attempts                 superseded attempts, by the short names of commit_turn_v1
--   xcom_resets              [{ r, t, m }]: instances that run again, whose earlier values go
--   plans                    [{ dag_id, next_run_after, next_logical_date, next_interval_start, next_interval_end,
--                              next_run_basis }]
--   streaks                  [{ dag_id, consecutive_failed_runs, pause }]
-- Returns the ids of the new runs that were created.
-- Raises TW001 when the scheduler was ended, TW002 (detail: run ids) when a run was changed from outside or has ended,
-- TW003 when a pool has too few free slots.
-- Tells the schedulers when it gives back slots of a pool that one of them waits for.
-- Locks, in this order: the scheduler's row (share), the runs (share), then what it writes; pools by name.
create function commit_turn_v2(
  scheduler_id uuid, run_ids uuid[], run_revisions bigint[], new_runs json,
  i_run uuid[], i_task text[], i_map_index integer[], i_state text[], i_try_number integer[], i_max_tries integer[],
  i_lost_attempts integer[], i_attempt uuid[], i_reason jsonb[], i_dependencies_met_at timestamptz[],
  i_scheduled_at timestamptz[], i_queued_at timestamptz[], i_handed_over_at timestamptz[], i_started_at timestamptz[],
  i_finished_at timestamptz[], i_next_try_at timestamptz[], i_worker text[], i_cpu_ms float8[],
  i_peak_memory_mb float8[], i_error jsonb[], i_rendered jsonb[],
  x_run uuid[], x_task text[], x_map_index integer[], x_key text[], x_value text[],
  r_id uuid[], r_state text[], r_started_at timestamptz[], r_finished_at timestamptz[], r_reason jsonb[],
  pool_names text[], pool_deltas integer[],
  attempts json, xcom_resets json, plans json, streaks json
) returns setof uuid language plpgsql as $function$
declare
  conflicts text;
  is_awaited boolean := false;
begin
  perform 1 from scheduler s where s.id = scheduler_id and s.ended_at is null for share;
  if not found then
    raise exception 'the scheduler % has ended', scheduler_id using errcode = 'TW001';
  end if;

  if run_ids is not null then
    select string_agg(known.id::text, ',') into conflicts
    from (select unnest(run_ids) as id, unnest(run_revisions) as revision) as known
    left join lateral (select r.revision, r.finished_at from dag_run r where r.id = known.id for share) as held on true
    where held.revision is distinct from known.revision or held.finished_at is not null;
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

  if i_run is not null then
    update task_instance i set
      state = u.state, try_number = u.try_number, max_tries = u.max_tries, lost_attempts = coalesce(u.lost_attempts, 0),
      attempt_id = u.attempt, reason = u.reason, dependencies_met_at = u.dependencies_met_at,
      scheduled_at = u.scheduled_at, queued_at = u.queued_at, handed_over_at = u.handed_over_at,
      started_at = u.started_at, finished_at = u.finished_at, next_try_at = u.next_try_at, worker = u.worker,
      cpu_ms = u.cpu_ms, peak_memory_mb = u.peak_memory_mb, error = u.error, rendered = u.rendered
    from (
      select unnest(i_run) as run, unnest(i_task) as task, unnest(i_map_index) as map_index, unnest(i_state) as state,
        unnest(i_try_number) as try_number, unnest(i_max_tries) as max_tries, unnest(i_lost_attempts) as lost_attempts,
        unnest(i_attempt) as attempt, unnest(i_reason) as reason, unnest(i_dependencies_met_at) as dependencies_met_at,
        unnest(i_scheduled_at) as scheduled_at, unnest(i_queued_at) as queued_at,
        unnest(i_handed_over_at) as handed_over_at, unnest(i_started_at) as started_at,
        unnest(i_finished_at) as finished_at, unnest(i_next_try_at) as next_try_at, unnest(i_worker) as worker,
        unnest(i_cpu_ms) as cpu_ms, unnest(i_peak_memory_mb) as peak_memory_mb, unnest(i_error) as error,
        unnest(i_rendered) as rendered
    ) as u
    where i.dag_run_id = u.run and i.task_id = u.task and i.map_index = u.map_index;
  end if;

  if xcom_resets is not null then
    delete from xcom x using json_to_recordset(xcom_resets) as d(r uuid, t text, m integer)
    where x.dag_run_id = d.r and x.task_id = d.t and x.map_index = d.m;
  end if;

  if x_run is not null then
    insert into xcom (dag_run_id, task_id, map_index, key, value)
    select unnest(x_run), unnest(x_task), unnest(x_map_index), unnest(x_key), unnest(x_value)
    on conflict (dag_run_id, task_id, map_index, key) do update set value = excluded.value, created_at = excluded.created_at;
  end if;

  if r_id is not null then
    update dag_run r set
      state = u.state, started_at = u.started_at, finished_at = u.finished_at, reason = u.reason
    from (
      select unnest(r_id) as id, unnest(r_state) as state, unnest(r_started_at) as started_at,
        unnest(r_finished_at) as finished_at, unnest(r_reason) as reason
    ) as u
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
  for at in 1 .. coalesce(cardinality(pool_names), 0) loop
    update pool p set occupied = p.occupied + pool_deltas[at]
    where p.name = pool_names[at] and case when pool_deltas[at] <= 0 then not p.is_wanted
      else p.slots = -1 or p.occupied + pool_deltas[at] <= p.slots end;
    continue when found;
    update pool p set occupied = p.occupied + pool_deltas[at], is_wanted = false
    where p.name = pool_names[at] and pool_deltas[at] <= 0;
    if not found then
      raise exception 'a pool has too few free slots' using errcode = 'TW003';
    end if;
    is_awaited := true;
  end loop;
  if is_awaited then
    perform pg_notify('tradewind', '{"kind":"pool"}');
  end if;
end
$function$;

-- Whoever writes task instances and XComs has made or locked their run in the same transaction, so a foreign key would
-- look up again, row by row, what is known. What is left of it is that they go with their run.
alter table task_instance drop constraint task_instance_dag_run_id_fkey;
alter table xcom drop constraint xcom_dag_run_id_fkey;

create function forget_runs_v1() returns trigger language plpgsql as $function$
begin
  delete from xcom x using gone where x.dag_run_id = gone.id;
  delete from task_instance i using gone where i.dag_run_id = gone.id;
  return null;
end
$function$;
create trigger forget_runs after delete on dag_run referencing old table as gone
  for each statement execute function forget_runs_v1();
