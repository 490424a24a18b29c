/** The Execution API of a worker without a database: every call goes to the server, in the name of the attempt. */
import type { CallOptions, Route } from '@tradewind/contract';
import {
  deleteVariableForAttempt,
  getConnectionForAttempt,
  getVariableForAttempt,
  getXCom,
  putVariableForAttempt,
} from '@tradewind/contract/execution';
import type { AttemptId, EncodedValue, JsonObject } from '@tradewind/model';
import { ExecutionApiError } from '../errors.ts';
import type { ExecutionApi } from '../execution-api.ts';
import type { AttemptTokens } from './attempt-tokens.ts';
import { ExecutionRefusedError } from './errors.ts';
import type { ExecutionClient } from './execution-client.ts';

export function remoteExecutionApi(client: ExecutionClient, tokens: AttemptTokens): ExecutionApi {
  const call = async <Declared extends Route>(
    attemptId: AttemptId,
    route: Declared,
    options: CallOptions<Declared>,
  ): ReturnType<typeof client.call<Declared>> => client.call(route, options, tokens.of(attemptId));
  return {
    getVariable: (attemptId, key) =>
      orNull(async () => {
        const { value } = await call(attemptId, getVariableForAttempt, { params: { variable_key: key } });
        return value.value;
      }),
    async setVariable(attemptId, key, value, description) {
      const body = { val: value, description };
      await told(() => call(attemptId, putVariableForAttempt, { params: { variable_key: key }, body }));
    },
    async deleteVariable(attemptId, key) {
      await told(() => call(attemptId, deleteVariableForAttempt, { params: { variable_key: key } }));
    },
    getConnection: (attemptId, connectionId) =>
      orNull(async () => {
        const params = { connection_id: connectionId };
        const { value } = await call(attemptId, getConnectionForAttempt, { params });
        const { conn_id: id, conn_type: type, extra, ...rest } = value;
        return { id, type, ...rest, extra: JSON.parse(extra ?? '{}') as JsonObject };
      }),
    getXCom: (attemptId, { dagId, runId, taskId, mapIndex, key }) =>
      orNull(async () => {
        const params = { dag_id: dagId, run_id: runId, task_id: taskId, key };
        const { value } = await call(attemptId, getXCom, { params, query: { map_index: mapIndex } });
        return JSON.stringify(value.value) as EncodedValue;
      }),
  };
}

async function orNull<Value>(work: () => Promise<Value | null>): Promise<Value | null> {
  try {
    return await told(work);
  } catch (error) {
    if (error instanceof ExecutionApiError && error.code === 'not_found') return null;
    throw error;
  }
}

/** A refusal reaches the code of the attempt with the name and the code that it has on the other side. */
async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ExecutionRefusedError)) throw error;
    const { message, name, reason } = error.detail;
    throw new ExecutionApiError(name ?? 'ExecutionApiError', message, reason);
  }
}
