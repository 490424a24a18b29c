/** What the engine recorded about runs that have ended. Durations are milliseconds. */
import type { Database, Statement } from '@tradewind/store';
import type { RunTiming } from './product-messages.ts';

const GAPS_IN_RUNS: Statement = {
  name: 'bench-gaps-in-runs',
  text: `select (extract(epoch from i.started_at - lag(i.finished_at, 1, r.queued_at)
             over (partition by r.id order by i.started_at)) * 1000)::float8 as ms
         from task_instance i join dag_run r on r.id = i.dag_run_id where r.id = any($1::uuid[])`,
};

const GAPS_IN_WORKERS: Statement = {
  name: 'bench-gaps-in-workers',
  text: `select ms from (
           select (extract(epoch from started_at - lag(finished_at) over (partition by worker order by started_at)) * 1000)::float8 as ms
           from task_instance where dag_run_id = any($1::uuid[])) as gaps
         where ms is not null`,
};

const FIRST_STARTS: Statement = {
  name: 'bench-first-starts',
  text: `select dag_run_id as "dagRunKey", min(started_at) as "startedAt" from task_instance
         where dag_run_id = any($1::uuid[]) group by dag_run_id`,
};

/**
 * For tasks that follow one another: from the end of a body to the start of the next one, and from the creation of the
 * run to the start of its first task.
 */
export function readGapsInRuns(database: Database, runs: readonly RunTiming[]): Promise<readonly number[]> {
  return readMs(database, GAPS_IN_RUNS, runs);
}

/** For tasks side by side: how long a worker process had no body to run between two of them. */
export function readGapsInWorkers(database: Database, runs: readonly RunTiming[]): Promise<readonly number[]> {
  return readMs(database, GAPS_IN_WORKERS, runs);
}

/** From the trigger of each run to the start of its first task. */
export async function readStartLatencies(database: Database, runs: readonly RunTiming[]): Promise<readonly number[]> {
  const rows = await database.query<{ dagRunKey: string; startedAt: number }>(FIRST_STARTS, [keysOf(runs)]);
  const startedAt = new Map(rows.map((row) => [row.dagRunKey, row.startedAt]));
  return runs.map(({ dagRunKey, triggeredAt }) => startedAt.get(dagRunKey)! - triggeredAt);
}

async function readMs(
  database: Database,
  statement: Statement,
  runs: readonly RunTiming[],
): Promise<readonly number[]> {
  const rows = await database.query<{ ms: number }>(statement, [keysOf(runs)]);
  return rows.map(({ ms }) => ms);
}

function keysOf(runs: readonly RunTiming[]): string[] {
  return runs.map(({ dagRunKey }) => dagRunKey);
}
