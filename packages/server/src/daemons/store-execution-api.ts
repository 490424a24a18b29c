/** The Execution API in process: what author code asks for is answered from the environment and the database. */
import {
  ConnectionNotFoundError,
  connectionOperations,
  type OperationContext,
  type SecretContext,
  VariableNotFoundError,
  variableOperations,
} from '@tradewind/api-server';
import { findXCom } from '@tradewind/store';
import type { ExecutionApi } from '@tradewind/worker';

export function storeExecutionApi(context: OperationContext & SecretContext): ExecutionApi {
  const variables = variableOperations(context);
  const connections = connectionOperations(context);
  return {
    getVariable: (_attemptId, key) =>
      nullIfMissing(VariableNotFoundError, async () => (await variables.find(key)).value),
    async setVariable(_attemptId, key, value, description) {
      await variables.save([{ key, value, description }]);
    },
    async deleteVariable(_attemptId, key) {
      await nullIfMissing(VariableNotFoundError, () => variables.delete(key));
    },
    getConnection: (_attemptId, connectionId) =>
      nullIfMissing(ConnectionNotFoundError, async () => {
        const { connType, host, port, login, password, schema, extra } = await connections.find(connectionId);
        return { id: connectionId, type: connType, host, port, login, password, schema, extra: readExtra(extra) };
      }),
    getXCom: (_attemptId, request) => findXCom(context.database, request),
  };
}

/** Extra is JSON for nearly every type of connection; other text arrives under the key `text`. */
function readExtra(extra: string | null): Record<string, never> {
  if (extra === null || extra === '') return {};
  try {
    const value: unknown = JSON.parse(extra);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, never>;
  } catch {
    // Not JSON: kept as it is.
  }
  return { text: extra } as unknown as Record<string, never>;
}

async function nullIfMissing<Value>(
  missing: typeof VariableNotFoundError | typeof ConnectionNotFoundError,
  find: () => Promise<Value>,
): Promise<Value | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof missing) return null;
    throw error;
  }
}
