import type { Static } from '@sinclair/typebox';
import type { RunDiff } from '@tradewind/contract';
import type { RunId, TaskId } from '@tradewind/model';
import {
  AUDIT_ORDER,
  type DagRunRow,
  type Database,
  findDagRun,
  findLastSuccessfulRun,
  listAuditPage,
  readRunValues,
} from '@tradewind/store';
import { notFound } from '../http/http-problem.ts';
import { orderOf } from '../http/paging.ts';
import { type ComparedRun, compareRuns, type OutsideChange } from './compare-runs.ts';
import { type LoadedRun, loadRunOf } from './load-run.ts';

const OUTSIDE_EVENTS = ['variable', 'connection'].flatMap((kind) =>
  ['post', 'patch', 'delete', 'bulk'].map((verb) => `${verb}_${kind}`),
);
const MOST_OUTSIDE_CHANGES = 100;

export interface DiffQuery {
  readonly against?: string;
  readonly task_id?: string;
}

/** @throws {HttpProblem} 404 when there is nothing to compare with. */
export async function answerDiff(
  database: Database,
  loaded: LoadedRun,
  query: DiffQuery,
): Promise<Static<typeof RunDiff>> {
  const { run } = loaded;
  const other = await otherRun(database, run, query.against);
  const [before, after] = await Promise.all([
    compared(database, await loadRunOf(database, other)),
    compared(database, loaded),
  ]);
  const { differences, unchanged } = compareRuns({
    before,
    after,
    outside: await changesBetween(database, other, run),
    taskIds: query.task_id === undefined ? null : withAncestors(loaded, query.task_id as TaskId),
  });
  return {
    dag_id: run.dagId,
    dag_run_id: run.runId,
    against: other.runId,
    differences: differences.map(({ taskId, mapIndex, ...rest }) => ({
      ...rest,
      task_id: taskId,
      map_index: mapIndex,
    })),
    unchanged: [...unchanged],
  };
}

async function otherRun(database: Database, run: DagRunRow, against: string | undefined): Promise<DagRunRow> {
  const other =
    against === undefined
      ? await findLastSuccessfulRun(database, run.dagRunKey)
      : await findDagRun(database, run.dagId, against as RunId);
  if (other !== null) return other;
  throw notFound(
    against === undefined
      ? `DAG "${run.dagId}" has no successful run before "${run.runId}". Name a run with "against".`
      : `against: DAG "${run.dagId}" has no run "${against}".`,
  );
}

async function compared(database: Database, { run, dag, instances }: LoadedRun): Promise<ComparedRun> {
  return { run, dag, instances, values: await readRunValues(database, run.dagRunKey) };
}

/** Variables and connections that people changed between the ends of the two runs. */
async function changesBetween(database: Database, one: DagRunRow, other: DagRunRow): Promise<readonly OutsideChange[]> {
  const ends = [one, other].map(({ finishedAt, startedAt, queuedAt }) => finishedAt ?? startedAt ?? queuedAt);
  const { rows } = await listAuditPage(database, {
    filter: { includedEvents: OUTSIDE_EVENTS, afterAt: Math.min(...ends), beforeAt: Math.max(...ends) },
    order: orderOf(['-id'], AUDIT_ORDER, ['id']),
    page: { limit: MOST_OUTSIDE_CHANGES },
  });
  return rows.map(({ event, extra, owner, happenedAt }) => ({ event, name: extra ?? '', owner, happenedAt }));
}

/** @throws {HttpProblem} 404 */
function withAncestors({ graph, run }: LoadedRun, taskId: TaskId): ReadonlySet<TaskId> {
  const index = graph.indexOf(taskId);
  if (index === -1) throw notFound(`task_id: this run of DAG "${run.dagId}" has no task "${taskId}".`);
  return new Set([taskId, ...Array.from(graph.ancestors(index), (up) => graph.taskIds[up]!)]);
}
