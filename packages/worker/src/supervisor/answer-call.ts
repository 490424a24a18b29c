/** Answers what a child asks of the Execution API, in the name of the attempt that asks. */
import type { AttemptId, SerializedError } from '@tradewind/model';
import type { ConnectionFacts } from '@tradewind/sdk/runtime';
import type { MessageFromChild } from '../channel/messages.ts';
import type { ExecutionApi, ExecutionCall } from '../execution-api.ts';
import type { Child } from './child.ts';
import type { HeldAttempt } from './held-attempt.ts';
import { SecretMask } from './secret-mask.ts';

type CallMessage = Extract<MessageFromChild, { kind: 'call' }>;
type AnyMethod = (attemptId: AttemptId, ...args: readonly unknown[]) => Promise<unknown>;

/** `attempt`: who asks; undefined when it has ended meanwhile. What it is told in secret is masked from then on. */
export async function answerCall(
  api: ExecutionApi,
  child: Child,
  message: CallMessage,
  attempt?: HeldAttempt,
): Promise<void> {
  const { call, attemptId, request } = message;
  try {
    const method: AnyMethod = (api[request.method] as AnyMethod).bind(api);
    const value = await method(attemptId, ...request.args);
    if (attempt !== undefined) noteSecrets(attempt, request, value);
    child.send({ kind: 'answer', call, value: value ?? null });
  } catch (error) {
    child.send({ kind: 'refusal', call, error: serialize(error) });
  }
  child.flush();
}

function noteSecrets(attempt: HeldAttempt, { method, args }: ExecutionCall, value: unknown): void {
  if (method === 'getConnection' && value !== null) maskOf(attempt).addConnection(value as ConnectionFacts);
  if (method === 'getVariable' && typeof value === 'string') maskOf(attempt).addVariable(args[0], value);
  if (method === 'setVariable') maskOf(attempt).addVariable(args[0], args[1]);
}

function maskOf(attempt: HeldAttempt): SecretMask {
  attempt.secrets ??= new SecretMask();
  return attempt.secrets;
}

function serialize(error: unknown): SerializedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name, message, code, stack: stack ?? null, cause: null };
}
