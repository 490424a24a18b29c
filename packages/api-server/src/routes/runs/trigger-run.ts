import { triggerDagRun } from '@tradewind/contract';
import type { DagId, DagRunTrigger, JsonObject, RunId } from '@tradewind/model';
import { hasImportError, type Queryable } from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField, HttpProblem } from '../../http/http-problem.ts';
import { parseInstant } from '../../http/instant.ts';
import type { Caller } from '../../identity/caller.ts';
import { type DagOperations, dagOperations } from '../../operations/dag-operations.ts';
import { DagInactiveError } from '../../operations/errors.ts';
import type { TriggerRequest } from '../../operations/plan-manual-run.ts';
import { within } from '../../operations/within.ts';
import { presentDagRun } from '../../present/dag-run.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { ALL } from './run-scope.ts';

const TRIGGERS: Readonly<Record<Caller['via'], DagRunTrigger>> = { ui: 'ui', cli: 'cli', api: 'rest_api' };

export function triggerRunEndpoints(parts: RunParts): readonly Endpoint[] {
  return [
    handle(triggerDagRun, ({ params, body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const dags = dagOperations({
          database: within(transaction, parts.database),
          now: parts.now,
          triggeredBy: TRIGGERS[caller.via],
          user: caller.name,
        });
        const request = { dagId: params.dag_id as DagId, ...requestOf(body) };
        const run = await trigger(transaction, dags, request);
        const { dagId, runId, conf } = run;
        record({ event: 'trigger_dag_run', dagId, runId, logicalDateAt: run.logicalDateAt, after: { conf } });
        return presentDagRun(run, (await versionsOf(parts, transaction, [run])).get(run.dagVersionId), caller);
      }),
    ),
  ];
}

/** As Airflow, a DAG that cannot run is a bad request. @throws {HttpProblem} 400 */
async function trigger(
  transaction: Queryable,
  dags: DagOperations,
  request: TriggerRequest,
): ReturnType<DagOperations['trigger']> {
  const { dagId } = request;
  if (await hasImportError(transaction, dagId)) {
    throw new HttpProblem(400, `DAG with dag_id: '${dagId}' has import errors and cannot be triggered.`);
  }
  try {
    return await dags.trigger(request);
  } catch (error) {
    if (error instanceof DagInactiveError) throw new HttpProblem(400, error.message);
    throw error;
  }
}

interface TriggerBody {
  readonly dag_run_id?: string | null;
  readonly logical_date?: string | null;
  readonly data_interval_start?: string | null;
  readonly data_interval_end?: string | null;
  readonly run_after?: string | null;
  readonly conf?: Record<string, unknown> | null;
  readonly note?: string | null;
  readonly partition_key?: string | null;
}

function requestOf(body: TriggerBody): Omit<TriggerRequest, 'dagId'> {
  if (body.partition_key) throw badField(['body', 'partition_key'], 'No DAG has partitions yet', body.partition_key);
  if (body.dag_run_id === ALL)
    throw badField(['body', 'dag_run_id'], 'Input should be a name; "~" stands for all runs', ALL);
  const interval = intervalOf(body);
  return {
    ...(body.dag_run_id ? { runId: body.dag_run_id as RunId } : {}),
    logicalDateAt: body.logical_date ? parseInstant(body.logical_date) : null,
    ...(body.run_after ? { runAfterAt: parseInstant(body.run_after) } : {}),
    ...(interval === null ? {} : { dataInterval: interval }),
    conf: (body.conf ?? {}) as JsonObject,
    note: body.note ?? null,
  };
}

/** @throws {HttpProblem} 422 */
function intervalOf({
  data_interval_start: start,
  data_interval_end: end,
}: TriggerBody): { readonly startAt: number; readonly endAt: number } | null {
  if (!start !== !end) {
    const missing = start ? 'data_interval_end' : 'data_interval_start';
    throw badField(
      ['body', missing],
      'Either both data_interval_start and data_interval_end must be provided or both must be None',
      null,
    );
  }
  if (!start || !end) return null;
  const [startAt, endAt] = [parseInstant(start), parseInstant(end)];
  if (endAt < startAt)
    throw badField(['body', 'data_interval_end'], 'Input should not be before data_interval_start', end);
  return { startAt, endAt };
}
