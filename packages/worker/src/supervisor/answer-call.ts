/** Answers what a child asks of the Execution API, in the name of the attempt that asks. */
import type { AttemptId, SerializedError } from '@tradewind/model';
import type { MessageFromChild } from '../channel/messages.ts';
import type { ExecutionApi } from '../execution-api.ts';
import type { Child } from './child.ts';

type CallMessage = Extract<MessageFromChild, { kind: 'call' }>;
type AnyMethod = (attemptId: AttemptId, ...args: readonly unknown[]) => Promise<unknown>;

export async function answerCall(api: ExecutionApi, child: Child, message: CallMessage): Promise<void> {
  const { call, attemptId, request } = message;
  try {
    const method: AnyMethod = (api[request.method] as AnyMethod).bind(api);
    const value = await method(attemptId, ...request.args);
    child.send({ kind: 'answer', call, value: value ?? null });
  } catch (error) {
    child.send({ kind: 'refusal', call, error: serialize(error) });
  }
  child.flush();
}

function serialize(error: unknown): SerializedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name, message, code, stack: stack ?? null, cause: null };
}
