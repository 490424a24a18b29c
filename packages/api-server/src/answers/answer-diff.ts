import type { Static } from '@sinclair/typebox';
import type { RunDiff } from '@tradewind/contract';
import type { DagId, RunId, TaskId } from '@tradewind/model';
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
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';
import { type ComparedRun, compareRuns, type OutsideChange, type Shown } from './compare-runs.ts';
import { type LoadedRun, loadRunOf } from './load-run.ts';

const OUTSIDE_EVENTS = {
  variables: ['post', 'patch', 'delete', 'bulk'].map((verb) => `${verb}_variable`),
  connections: ['post', 'patch', 'delete', 'bulk'].map((verb) => `${verb}_connection`),
};
const MOST_OUTSIDE_CHANGES = 100;

export interface DiffQuery {
  readonly against?: string;
  readonly task_id?: string;
}

/**
 * Tells no more than `caller` may read elsewhere: who changed something is in the audit log.
 *
 * @throws {HttpProblem} 404 when there is nothing to compare with.
 */
export async function answerDiff(
  database: Database,
  caller: Caller,
  loaded: LoadedRun,
  query: DiffQuery,
): Promise<Static<typeof RunDiff>> {
  const { run } = loaded;
  const other = await otherRun(database, run, query.against);
  const [before, after] = await Promise.all([
    compared(database, await loadRunOf(database, other)),
    compared(database, loaded),
  ]);
  const shown = shownTo(caller, run.dagId);
  const changes = await changesBetween(database, [other, run], shown.outside);
  const mayReadOwners = mayDo(caller, 'can_read', 'Audit Logs');
  const { differences, unchanged } = compareRuns({
    before,
    after,
    outside: mayReadOwners ? changes : changes.map((change) => ({ ...change, owner: null })),
    shown,
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

function shownTo(caller: Caller, dagId: DagId): Shown {
  const outside = [
    ...(mayDo(caller, 'can_read', 'Variables') ? (['variables'] as const) : []),
    ...(mayDo(caller, 'can_read', 'Connections') ? (['connections'] as const) : []),
  ];
  const values = mayDo(caller, 'can_read', 'XComs', dagId);
  return { values, code: mayDo(caller, 'can_read', 'DAG Code', dagId), outside };
}

/** Variables and connections that people changed between the ends of the two runs. */
async function changesBetween(
  database: Database,
  runs: readonly DagRunRow[],
  kinds: Shown['outside'],
): Promise<readonly OutsideChange[]> {
  if (kinds.length === 0) return [];
  const ends = runs.map(({ finishedAt, startedAt, queuedAt }) => finishedAt ?? startedAt ?? queuedAt);
  const includedEvents = kinds.flatMap((kind) => OUTSIDE_EVENTS[kind]);
  const { rows } = await listAuditPage(database, {
    filter: { includedEvents, afterAt: Math.min(...ends), beforeAt: Math.max(...ends) },
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
