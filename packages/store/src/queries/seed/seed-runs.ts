import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** Finished runs of one DAG, one a day, made up so that the same request always gives the same rows. */
export interface SeedRequest {
  readonly dagIds: readonly DagId[];
  /** Of each DAG. */
  readonly runs: number;
  /** The instant of the newest run, in milliseconds since the epoch. */
  readonly untilAt: number;
  readonly seed: number;
}

/** A number from 0 to 999 that looks random and hangs on `seed` and on what the expression `key` says. */
const dice = (key: string, seed: string): string => `((hashtextextended(${key}, ${seed}::int8) & 1023) * 1000 / 1024)`;

const seedRunsStatement: Statement = {
  name: 'seed-runs',
  // The ids are of version 7, with the instant of the run in them, as those of real runs.
  text: `insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, logical_date, interval_start,
           interval_end, run_after, queued_at, started_at, finished_at, conf)
         select (lpad(to_hex((1000 * extract(epoch from at))::int8), 12, '0') || '7' || substr(hash, 1, 3) || '8'
             || substr(hash, 4, 15))::uuid,
           d.dag_id, 'scheduled__' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS') || '+00:00',
           case when ${dice(`d.dag_id || '/' || n`, '$4')} < 60 then 'failed' else 'success' end,
           'scheduled', 'timetable', d.current_version_id, at - interval '1 day', at - interval '1 day', at, at, at,
           at + interval '200 ms', at + interval '5 min', '{}'
         from dag d
         cross join generate_series(1, $2::int) as n
         cross join lateral (select to_timestamp($3::float8 / 1000.0) - (n - 1) * interval '1 day'
             + (hashtext(d.dag_id) & 65535) * interval '1 second' - interval '1 day') as instant(at)
         cross join lateral (select md5(d.dag_id || '/' || n || '/' || $4::text)) as hashed(hash)
         where d.dag_id = any($1::text[])`,
};

const seedTasksStatement: Statement = {
  name: 'seed-tasks',
  // In a failed run one task fails, and what was declared after it does not run.
  text: `insert into task_instance (dag_run_id, task_id, state, try_number, max_tries, attempt_id, executor, operator, pool, queue,
           priority, created_at, dependencies_met_at, scheduled_at, queued_at, handed_over_at, started_at, finished_at, worker,
           cpu_ms, peak_memory_mb, reason, error)
         select r.id, t.task_id, s.state, case when s.state in ('success', 'failed') then 1 + (dice < 40)::int else 0 end,
           t.max_tries, case when s.state in ('success', 'failed') then gen_random_uuid() end, 'local', t.operator, t.pool,
           t.queue, t.priority, r.queued_at, r.queued_at, r.queued_at, r.queued_at, r.queued_at,
           case when s.state in ('success', 'failed') then r.started_at + (t.ordinality - 1) * interval '100 ms' end,
           r.started_at + (t.ordinality - 1) * interval '100 ms' + (50 + dice * 20) * interval '1 ms',
           case when s.state in ('success', 'failed') then 'seed-' || (dice & 3) || ':1' end, dice, 40 + dice / 10.0,
           case when s.state = 'failed' then '{"code":"attempt_failed"}'::jsonb end,
           case when s.state = 'failed' then jsonb_build_object('name', 'Error', 'message', 'Connection to warehouse '
             || (dice & 7) || ' was refused', 'code', null, 'stack', null, 'cause', null) end
         from dag_run r
         join dag_version v on v.id = r.dag_version_id
         cross join lateral rows from (jsonb_to_recordset(v.task_rows)
             as (task_id text, operator text, max_tries int, pool text, queue text, priority int)) with ordinality as t
         cross join lateral (select ${dice('r.id || t.task_id', '$2')}) as d(dice)
         cross join lateral (select 1 + (hashtext(r.id::text) & 2147483647) % jsonb_array_length(v.task_rows)) as f(failing)
         cross join lateral (select case
             when r.state = 'success' then case when dice between 500 and 515 then 'skipped' else 'success' end
             when t.ordinality < failing then 'success'
             when t.ordinality = failing then 'failed' else 'upstream_failed' end) as s(state)
         where r.dag_id = any($1::text[]) and r.triggered_by = 'timetable'
           and not exists (select 1 from task_instance i where i.dag_run_id = r.id)`,
};

/** Adds runs with their task instances to DAGs that have none. Locks: none of rows that others see. */
export async function seedRuns(database: Queryable, { dagIds, runs, untilAt, seed }: SeedRequest): Promise<void> {
  await database.query(seedRunsStatement, [dagIds, runs, untilAt, seed]);
  await database.query(seedTasksStatement, [dagIds, seed]);
}
