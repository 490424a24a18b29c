/** Variables, connections and XComs, for attempts. */
import {
  deleteVariableForAttempt,
  deleteXCom as deleteXComRoute,
  getConnectionForAttempt,
  getVariableForAttempt,
  getXCom,
  headXCom,
  listXComs,
  putVariableForAttempt,
  setXCom,
} from '@tradewind/contract/execution';
import type { DagId, EncodedValue, RunId, TaskId } from '@tradewind/model';
import { type Database, deleteXCom, listMappedXComs, saveXCom, type XComPlace } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { Caller } from '../identity/caller.ts';
import { requireHeld } from './attempt-guard.ts';
import { attemptOf } from './execution-caller.ts';
import type { AttemptClaims } from './execution-tokens.ts';
import type { AttemptServices } from './ports.ts';
import { tellingErrors } from './telling-errors.ts';

export interface ValueEndpointParts {
  readonly database: Database;
  readonly services: AttemptServices;
}

interface XComPath {
  readonly dag_id: string;
  readonly run_id: string;
  readonly task_id: string;
  readonly key: string;
}

export function valueEndpoints({ database, services }: ValueEndpointParts): readonly Endpoint[] {
  /** Works in the name of an attempt that its worker still has. */
  const asAttempt = async <Result>(
    caller: Caller,
    work: (claims: AttemptClaims) => Promise<Result>,
  ): Promise<Result> => {
    const claims = attemptOf(caller);
    await requireHeld(database, claims);
    return tellingErrors(() => work(claims));
  };
  return [
    handle(getVariableForAttempt, ({ caller, params: { variable_key: key } }) =>
      asAttempt(caller, async ({ attemptId }) => {
        const value = await services.getVariable(attemptId, key);
        return value === null ? missing(`There is no variable "${key}".`) : { key, value };
      }),
    ),
    handle(putVariableForAttempt, ({ caller, params: { variable_key: key }, body }) =>
      asAttempt(caller, async ({ attemptId }) => {
        await services.setVariable(attemptId, key, body.val ?? '', body.description ?? null);
        return { message: 'Variable stored' };
      }),
    ),
    handle(deleteVariableForAttempt, ({ caller, params: { variable_key: key } }) =>
      asAttempt(caller, async ({ attemptId }) => {
        await services.deleteVariable(attemptId, key);
        return null;
      }),
    ),
    handle(getConnectionForAttempt, ({ caller, params: { connection_id: id } }) =>
      asAttempt(caller, async ({ attemptId }) => {
        const found = await services.getConnection(attemptId, id);
        if (found === null) return missing(`There is no connection "${id}".`);
        const { id: conn_id, type: conn_type, extra, ...rest } = found;
        return { conn_id, conn_type, ...rest, extra: JSON.stringify(extra) };
      }),
    ),
    handle(getXCom, ({ caller, params, query: { map_index: mapIndex = -1 } }) =>
      asAttempt(caller, async ({ attemptId }) => {
        const value = await services.getXCom(attemptId, { ...requestOf(params), mapIndex });
        return value === null ? noXCom(params) : { key: params.key, value: JSON.parse(value) as unknown };
      }),
    ),
    handle(headXCom, ({ caller, params, reply }) =>
      asAttempt(caller, async () => {
        const values = await listMappedXComs(database, requestOf(params));
        reply.header('content-range', `map_indexes ${values.filter(({ mapIndex }) => mapIndex >= 0).length}`);
        return null;
      }),
    ),
    handle(listXComs, ({ caller, params }) =>
      asAttempt(caller, async () => ({
        values: (await listMappedXComs(database, requestOf(params))).map(({ mapIndex, value }) => ({
          map_index: mapIndex,
          value: JSON.parse(value) as unknown,
        })),
      })),
    ),
    handle(setXCom, ({ caller, params, body }) =>
      asAttempt(caller, async (claims) => {
        await saveXCom(database, ownPlaceOf(claims, params), JSON.stringify(body) as EncodedValue);
        return { message: 'XCom stored' };
      }),
    ),
    handle(deleteXComRoute, ({ caller, params }) =>
      asAttempt(caller, async (claims) => {
        if (!(await deleteXCom(database, ownPlaceOf(claims, params)))) noXCom(params);
        return { message: 'XCom deleted' };
      }),
    ),
  ];
}

function requestOf({ dag_id, run_id, task_id, key }: XComPath): {
  dagId: DagId;
  runId: RunId;
  taskId: TaskId;
  key: string;
} {
  return { dagId: dag_id as DagId, runId: run_id as RunId, taskId: task_id as TaskId, key };
}

/** @throws {HttpProblem} 403 when the path names another task instance than the attempt's own. */
function ownPlaceOf({ dagRunKey, place }: AttemptClaims, { dag_id, run_id, task_id, key }: XComPath): XComPlace {
  const { dagId, runId, taskId, mapIndex } = place;
  if (dag_id === dagId && run_id === runId && task_id === taskId) return { dagRunKey, taskId, mapIndex, key };
  throw new HttpProblem(403, `An attempt may set XComs of its own task instance alone: ${dagId} ${runId} ${taskId}.`);
}

function noXCom({ dag_id, run_id, task_id, key }: XComPath): never {
  return missing(`There is no XCom "${key}" of ${dag_id} ${run_id} ${task_id}.`);
}

function missing(message: string): never {
  throw new HttpProblem(404, { reason: 'not_found', message });
}
