/** What the DAG and the run in a path stand for, `~` being all that the caller may see. */
import type { Resource } from '@tradewind/contract';
import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import { type DagRunRow, findDagRun, type Queryable, type ValueRange } from '@tradewind/store';
import { notFound } from '../../http/http-problem.ts';
import { parseInstant } from '../../http/instant.ts';
import type { Caller } from '../../identity/caller.ts';
import { dagsFor } from '../../identity/may-do.ts';
import { requireDag } from '../../operations/require-dag.ts';

export const ALL = '~';

/** Undefined: all DAGs. Empty: none. */
export function dagScope(caller: Caller, resource: Resource, dagId: string): readonly DagId[] | undefined {
  if (dagId !== ALL) return [dagId as DagId];
  const readable = dagsFor(caller, 'can_read', resource);
  return readable === 'all' ? undefined : readable;
}

/** Those of the DAGs that are named which are in the scope. */
export function narrowedTo(
  scope: readonly DagId[] | undefined,
  named: readonly string[] | null | undefined,
): readonly DagId[] | undefined {
  if (named === null || named === undefined || named.length === 0) return scope;
  return (named as readonly DagId[]).filter((dagId) => scope === undefined || scope.includes(dagId));
}

export interface RunScope {
  readonly dagIds?: readonly DagId[];
  readonly dagRunKey?: DagRunKey;
  readonly runIds?: readonly RunId[];
}

export interface RunPath {
  readonly dag_id: string;
  readonly dag_run_id: string;
}

/** The runs that a path stands for. @throws {HttpProblem | DagNotFoundError} 404, when it names one that does not exist. */
export async function runScope(
  database: Queryable,
  caller: Caller,
  resource: Resource,
  { dag_id: dagId, dag_run_id: runId }: RunPath,
): Promise<RunScope> {
  if (dagId !== ALL && runId !== ALL) {
    return { dagRunKey: (await requireDagRun(database, { dag_id: dagId, dag_run_id: runId })).dagRunKey };
  }
  const dagIds = dagScope(caller, resource, dagId);
  return {
    ...(dagIds === undefined ? {} : { dagIds }),
    ...(runId === ALL ? {} : { runIds: [runId as RunId] }),
  };
}

/** @throws {HttpProblem} 404 */
export async function requireDagRun(database: Queryable, { dag_id, dag_run_id }: RunPath): Promise<DagRunRow> {
  const run = await findDagRun(database, dag_id as DagId, dag_run_id as RunId);
  if (run !== null) return run;
  throw notFound(`The DagRun with dag_id: \`${dag_id}\` and run_id: \`${dag_run_id}\` was not found.`);
}

/** An empty page of a DAG that does not exist is no page. @throws {DagNotFoundError} */
export async function refuseUnknownDag(database: Queryable, dagId: string, total: number): Promise<void> {
  if (dagId !== ALL && total === 0) await requireDag(database, dagId as DagId);
}

type Bounds = 'gte' | 'gt' | 'lte' | 'lt';
type Given = Readonly<Record<string, unknown>>;

/** `start_date_gte`, `start_date_gt`, … of a query or a body, in milliseconds since the epoch. */
export function instantsOf(given: Given, name: string): ValueRange | undefined {
  return rangeOf(given, name, (value) => parseInstant(value as string));
}

export function numbersOf(given: Given, name: string): ValueRange | undefined {
  return rangeOf(given, name, Number);
}

function rangeOf(given: Given, name: string, read: (value: unknown) => number): ValueRange | undefined {
  const range: { [Bound in Bounds]?: number } = {};
  for (const bound of ['gte', 'gt', 'lte', 'lt'] as const) {
    const value = given[`${name}_${bound}`];
    if (value !== undefined && value !== null) range[bound] = read(value);
  }
  return Object.keys(range).length === 0 ? undefined : range;
}

/** Whether a pattern excludes whatever has no such attribute. */
export function asksFor(...patterns: readonly (string | null | undefined)[]): boolean {
  return patterns.some((pattern) => pattern !== undefined && pattern !== null && pattern !== '' && pattern !== ALL);
}
