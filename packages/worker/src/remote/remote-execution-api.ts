/** The Execution API of a worker without a database: every call is a question to the scheduler's side. */
import type { AttemptId, EncodedValue, Json, WorkerQuestion } from '@tradewind/model';
import type { ConnectionFacts } from '@tradewind/sdk/runtime';
import type { ExecutionApi } from '../execution-api.ts';

export function remoteExecutionApi(ask: (question: WorkerQuestion) => Promise<Json>): ExecutionApi {
  const call = (attemptId: AttemptId, method: keyof ExecutionApi, args: readonly unknown[]): Promise<Json> =>
    ask({ kind: 'execution', attemptId, method, args: args as readonly Json[] });
  return {
    getVariable: (attemptId, ...args) => call(attemptId, 'getVariable', args) as Promise<string | null>,
    async setVariable(attemptId, ...args) {
      await call(attemptId, 'setVariable', args);
    },
    async deleteVariable(attemptId, ...args) {
      await call(attemptId, 'deleteVariable', args);
    },
    getConnection: async (attemptId, ...args) =>
      (await call(attemptId, 'getConnection', args)) as unknown as ConnectionFacts | null,
    getXCom: (attemptId, ...args) => call(attemptId, 'getXCom', args) as Promise<EncodedValue | null>,
  };
}
