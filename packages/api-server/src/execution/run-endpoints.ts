/** Runs and task instances of any DAG, for attempts: to look at, to start and to clear. */
import {
  clearRunForAttempt,
  countRuns,
  countTaskInstances,
  getPreviousRun,
  getRunState,
  getTaskStates,
  triggerRunForAttempt,
} from '@tradewind/contract/execution';
import type { DagId, RunId } from '@tradewind/model';
import {
  countInstancesForAttempt,
  countRunsForAttempt,
  type Database,
  findDagRun,
  findRunBefore,
  type InstanceFilter,
  listInstancesForAttempt,
} from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { instantText, parseInstant } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { dagOperations, type OperationContext } from '../operations/dag-operations.ts';
import { DagRunExistsError } from '../operations/errors.ts';
import { taskOperations } from '../operations/task-operations.ts';
import { requireHeld } from './attempt-guard.ts';
import { attemptOf } from './execution-caller.ts';
import { tellingErrors } from './telling-errors.ts';

export interface RunEndpointParts {
  readonly database: Database;
  readonly now: () => number;
}

type InstancesQuery = {
  readonly dag_id: string;
  readonly task_ids?: readonly string[];
  readonly task_group_id?: string;
  readonly run_ids?: readonly string[];
  readonly logical_dates?: readonly string[];
  readonly states?: readonly string[];
  readonly map_index?: number;
};

const EVERYTHING = {
  withUpstream: false,
  withDownstream: false,
  onlyFailed: false,
  onlyRunning: false,
  isDryRun: false,
} as const;

export function runEndpoints({ database, now }: RunEndpointParts): readonly Endpoint[] {
  const context: OperationContext = { database, now, triggeredBy: 'operator', user: null };
  const asAttempt = async <Result>(caller: Caller, work: () => Promise<Result>): Promise<Result> => {
    await requireHeld(database, attemptOf(caller));
    return tellingErrors(work);
  };
  const clear = (dagId: DagId, runId: string): Promise<unknown> =>
    taskOperations(context).clear({ ...EVERYTHING, dagId, runId });
  return [
    handle(triggerRunForAttempt, ({ caller, params: { dag_id, run_id }, body }) =>
      asAttempt(caller, async () => {
        const dagId = dag_id as DagId;
        const { logical_date, run_after, conf = {}, reset_dag_run: resets = false, note = null } = body ?? {};
        if (resets && (await findDagRun(database, dagId, run_id as RunId)) !== null) {
          await clear(dagId, run_id);
          return null;
        }
        await dagOperations(context)
          .trigger({
            dagId,
            runId: run_id as RunId,
            conf: conf as never,
            note,
            logicalDateAt: logical_date == null ? null : parseInstant(logical_date),
            ...(run_after == null ? {} : { runAfterAt: parseInstant(run_after) }),
          })
          .catch((error: unknown) => {
            if (!(error instanceof DagRunExistsError)) throw error;
            throw new HttpProblem(409, { reason: 'already_exists', message: error.message });
          });
        return null;
      }),
    ),
    handle(clearRunForAttempt, ({ caller, params: { dag_id, run_id } }) =>
      asAttempt(caller, async () => {
        await clear(dag_id as DagId, run_id);
        return null;
      }),
    ),
    handle(getRunState, ({ caller, params: { dag_id, run_id } }) =>
      asAttempt(caller, async () => {
        const run = await findDagRun(database, dag_id as DagId, run_id as RunId);
        if (run === null) {
          throw new HttpProblem(404, { reason: 'not_found', message: `DAG "${dag_id}" has no run "${run_id}".` });
        }
        return { state: run.state };
      }),
    ),
    handle(countRuns, ({ caller, query }) => asAttempt(caller, () => countRunsForAttempt(database, filterOf(query)))),
    handle(getPreviousRun, ({ caller, params, query: { logical_date, state = null } }) =>
      asAttempt(caller, async () => {
        const dagId = (params as { dag_id: string }).dag_id as DagId;
        const run = await findRunBefore(database, { dagId, logicalDateAt: parseInstant(logical_date), state });
        if (run === null) return null;
        return {
          dag_id: run.dagId,
          run_id: run.runId,
          logical_date: instantText(run.logicalDateAt),
          data_interval_start: instantText(run.dataIntervalStartAt),
          data_interval_end: instantText(run.dataIntervalEndAt),
          run_after: instantText(run.runAfterAt),
          start_date: instantText(run.startedAt),
          end_date: instantText(run.finishedAt),
          run_type: run.runType,
          state: run.state,
        };
      }),
    ),
    handle(countTaskInstances, ({ caller, query }) =>
      asAttempt(caller, () => countInstancesForAttempt(database, filterOf(query))),
    ),
    handle(getTaskStates, ({ caller, query }) =>
      asAttempt(caller, async () => {
        // Maps, since a run or a task may be called like something that every object has.
        const states = new Map<string, Map<string, string | null>>();
        for (const { runId, taskId, mapIndex, state } of await listInstancesForAttempt(database, filterOf(query))) {
          if (!states.has(runId)) states.set(runId, new Map());
          // Airflow's name for what has no state yet is null.
          states.get(runId)!.set(mapIndex < 0 ? taskId : `${taskId}_${mapIndex}`, state === 'none' ? null : state);
        }
        return {
          task_states: Object.fromEntries([...states].map(([runId, tasks]) => [runId, Object.fromEntries(tasks)])),
        };
      }),
    ),
  ];
}

function filterOf(query: InstancesQuery): InstanceFilter {
  return {
    dagId: query.dag_id as DagId,
    runIds: query.run_ids ?? null,
    logicalDates: query.logical_dates?.map((date) => parseInstant(date)) ?? null,
    states: query.states?.map((state) => (state === 'null' ? 'none' : state)) ?? null,
    taskIds: query.task_ids ?? null,
    taskPrefix: query.task_group_id === undefined ? null : `${query.task_group_id}.`,
    mapIndex: query.map_index ?? null,
  };
}
