import type { Static } from '@sinclair/typebox';
import { getErrors, getTaskStats, getTimeBuckets, MAX_BUCKETS, MAX_LIMIT, type TaskStats } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import {
  countInstancesByTime,
  countRunsByTime,
  type Database,
  findVersionInForce,
  listFailures,
  measureTasks,
  type TaskMeasuresRow,
} from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { badField, HttpProblem, notFound } from '../http/http-problem.ts';
import { instantText, parseInstant } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { dagsFor } from '../identity/may-do.ts';
import { failureOrder, groupFailures, presentFailureGroup } from '../stats/group-failures.ts';
import { BUCKET_MS, bucketStarts, countsByBucket } from '../stats/time-buckets.ts';

export interface StatsParts {
  readonly database: Database;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
/** Failures that one answer looks at. */
const MOST_FAILURES = 5_000;

export function statsEndpoints({ database, now }: StatsParts): readonly Endpoint[] {
  return [
    handle(getTimeBuckets, async ({ query, caller }) => {
      const bucket = query.bucket!;
      const window = windowOf(query, now(), bucket === 'hour' ? DAY_MS : 30 * DAY_MS);
      if ((window.toAt - window.fromAt) / BUCKET_MS[bucket] > MAX_BUCKETS)
        throw badField(['query', 'from'], `Value error, expected at most ${MAX_BUCKETS} buckets`, query.from);
      const starts = bucketStarts(bucket, window.fromAt, window.toAt);
      const dagIds = readable(caller, 'DAG Runs', query.dag_id);
      const asked = { bucket, fromAt: starts[0] ?? window.fromAt, toAt: window.toAt, dagIds };
      const [runs, instances] = await Promise.all([
        countRunsByTime(database, asked).then(countsByBucket),
        query.tasks ? countInstancesByTime(database, asked).then(countsByBucket) : null,
      ]);
      return {
        bucket,
        from: instantText(window.fromAt),
        to: instantText(window.toAt),
        buckets: starts.map((at) => ({
          at: instantText(at),
          runs: runs.get(at) ?? {},
          ...(instances === null ? {} : { task_instances: instances.get(at) ?? {} }),
        })),
      };
    }),
    handle(getTaskStats, async ({ params, query }) => {
      const dagId = params.dag_id as DagId;
      if ((await findVersionInForce(database, dagId)) === undefined) throw notFound(`There is no DAG "${dagId}".`);
      const tasks = await measureTasks(database, dagId, query.runs!);
      return { dag_id: dagId, runs: query.runs!, tasks: tasks.map(presentTask) };
    }),
    handle(getErrors, async ({ query, caller }) => {
      const order = failureOrder(query.order_by!);
      if (order === null)
        throw new HttpProblem(400, 'order_by: there is no such order. There are: count, first_seen, last_seen, name.');
      const window = windowOf(query, now(), 7 * DAY_MS);
      const dagIds = readable(caller, 'Task Instances', query.dag_id);
      const failures = await listFailures(database, { ...window, dagIds, limit: MOST_FAILURES + 1 });
      const looked = failures.slice(0, MOST_FAILURES);
      const groups = groupFailures(looked).toSorted(order);
      const offset = query.offset!;
      return {
        errors: groups.slice(offset, offset + Math.min(query.limit!, MAX_LIMIT)).map(presentFailureGroup),
        total_entries: groups.length,
        failures: looked.length,
        is_truncated: failures.length > looked.length,
      };
    }),
  ];
}

interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** @throws {HttpProblem} 422 */
function windowOf({ from, to }: { readonly from?: string; readonly to?: string }, now: number, usualMs: number): Span {
  const toAt = to === undefined ? now : parseInstant(to);
  const fromAt = from === undefined ? toAt - usualMs : parseInstant(from);
  if (fromAt <= toAt) return { fromAt, toAt };
  throw badField(['query', 'from'], 'Value error, expected an instant before `to`', from);
}

/** The DAGs that are asked about and may be read; undefined: all. */
function readable(
  caller: Caller,
  resource: 'DAG Runs' | 'Task Instances',
  asked: readonly string[] | undefined,
): readonly DagId[] | undefined {
  const allowed = dagsFor(caller, 'can_read', resource);
  if (asked === undefined) return allowed === 'all' ? undefined : allowed;
  return (asked as readonly DagId[]).filter((dagId) => allowed === 'all' || allowed.includes(dagId));
}

function presentTask(task: TaskMeasuresRow): Static<typeof TaskStats>['tasks'][number] {
  const ended = task.succeeded + task.failed;
  return {
    task_id: task.taskId,
    instances: task.instances,
    succeeded: task.succeeded,
    failed: task.failed,
    skipped: task.skipped,
    failure_rate: ended === 0 ? null : task.failed / ended,
    duration: presentQuantiles(task.duration),
    queue_time: presentQuantiles(task.queued),
    tries_average: task.averageTries,
    tries_max: task.mostTries,
  };
}

function presentQuantiles(quantiles: readonly number[] | null): { p50: number; p90: number; p95: number } | null {
  const [p50, p90, p95] = quantiles ?? [];
  if (p50 === undefined || p90 === undefined || p95 === undefined) return null;
  return { p50: p50 / 1000, p90: p90 / 1000, p95: p95 / 1000 };
}
