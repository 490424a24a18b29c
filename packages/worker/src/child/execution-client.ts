/** The child's side of the Execution API: calls go to the supervisor over the channel, answers come back. */
import type { AttemptId, SerializedError } from '@tradewind/model';
import { ExecutionApiError } from '../errors.ts';
import type { ExecutionApi, ExecutionCall } from '../execution-api.ts';
import type { Outbox } from './outbox.ts';

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class ExecutionClient implements ExecutionApi {
  readonly #outbox: Outbox;
  readonly #pending = new Map<number, PendingCall>();
  #lastCall = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  getVariable: ExecutionApi['getVariable'] = (attemptId, ...args) =>
    this.#call(attemptId, { method: 'getVariable', args });
  setVariable: ExecutionApi['setVariable'] = (attemptId, ...args) =>
    this.#call(attemptId, { method: 'setVariable', args });
  deleteVariable: ExecutionApi['deleteVariable'] = (attemptId, ...args) =>
    this.#call(attemptId, { method: 'deleteVariable', args });
  getConnection: ExecutionApi['getConnection'] = (attemptId, ...args) =>
    this.#call(attemptId, { method: 'getConnection', args });
  getXCom: ExecutionApi['getXCom'] = (attemptId, ...args) => this.#call(attemptId, { method: 'getXCom', args });

  answer(call: number, value: unknown): void {
    this.#take(call)?.resolve(value);
  }

  refuse(call: number, { name, message, code }: SerializedError): void {
    this.#take(call)?.reject(new ExecutionApiError(name, message, code));
  }

  #call<Value>(attemptId: AttemptId, request: ExecutionCall): Promise<Value> {
    const call = ++this.#lastCall;
    this.#outbox.post({ kind: 'call', call, attemptId, request });
    // Somebody waits for the answer, so it is not kept back for a larger batch.
    queueMicrotask(() => this.#outbox.flush());
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(call, { resolve, reject });
    }) as Promise<Value>;
  }

  #take(call: number): PendingCall | undefined {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    return pending;
  }
}
