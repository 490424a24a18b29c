/** Fills the database with runs that have ended, as if the product had run for months. */
import type { Database } from '@tradewind/store';

export interface History {
  readonly dagId: string;
  readonly runs: number;
}

/** A statement, so that its memory stays small and a time-out of the server does not end it. */
const RUNS_PER_STATEMENT = 10_000;

const SEED_RUNS = `
insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, run_after, queued_at, started_at, finished_at)
select ('01900000-' || lpad(to_hex($5::int), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1::text,
  'history_' || n, 'success', 'manual', 'test', (select current_version_id from dag where dag_id = $1::text),
  at, at, at + interval '5 ms', at + interval '90 ms'
from generate_series($2::int, $3::int) as n, lateral (select now() - ($4::int - n) * interval '1 minute') as instant(at)`;

const SEED_TASKS = `
insert into task_instance (dag_run_id, task_id, state, try_number, max_tries, attempt_id, executor, operator, created_at,
  dependencies_met_at, scheduled_at, queued_at, handed_over_at, started_at, finished_at, worker)
select r.id, t.task_id, 'success', 1, t.max_tries, gen_random_uuid(), 'local', t.operator, r.queued_at,
  r.started_at, r.started_at, r.started_at, r.started_at, r.started_at, r.finished_at, 'history:1'
from generate_series($2::int, $3::int) as n
join dag_run r on r.dag_id = $1::text and r.run_id = 'history_' || n
join dag_version v on v.id = r.dag_version_id
cross join lateral jsonb_to_recordset(v.task_rows) as t(task_id text, max_tries integer, operator text)`;

/** Returns how many task instances there are now. */
export async function seedHistory(database: Database, histories: readonly History[]): Promise<number> {
  for (const [index, { dagId, runs }] of histories.entries()) {
    for (let first = 1; first <= runs; first += RUNS_PER_STATEMENT) {
      const last = Math.min(runs, first + RUNS_PER_STATEMENT - 1);
      await database.query({ name: 'bench-seed-runs', text: SEED_RUNS }, [dagId, first, last, runs, index]);
      await database.query({ name: 'bench-seed-tasks', text: SEED_TASKS }, [dagId, first, last]);
    }
  }
  // As autovacuum and the checkpointer would have done long ago; else they would do it while we measure.
  await database.runScript('vacuum (analyze) dag_run');
  await database.runScript('vacuum (analyze) task_instance');
  await database.runScript('checkpoint');
  const [row] = await database.query<{ count: number }>({
    name: 'bench-count-instances',
    text: 'select count(*)::int as count from task_instance',
  });
  return row?.count ?? 0;
}
