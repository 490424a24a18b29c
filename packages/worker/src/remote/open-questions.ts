/** What was asked and is not answered. A connection that breaks loses no question: it is asked again on the next one. */
import type { Json, MessageFromWorker, SerializedError, WorkerQuestion } from '@tradewind/model';
import { ExecutionApiError } from '../errors.ts';

interface OpenQuestion {
  readonly message: Extract<MessageFromWorker, { kind: 'ask' }>;
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

export class OpenQuestions {
  readonly #send: (message: MessageFromWorker) => void;
  readonly #open = new Map<number, OpenQuestion>();
  #asked = 0;
  #end: Error | null = null;

  /** `send` may lose messages while there is no connection. */
  constructor(send: (message: MessageFromWorker) => void) {
    this.#send = send;
  }

  /** @throws {ExecutionApiError} with name, message and code of what the other side threw. */
  ask(question: WorkerQuestion): Promise<Json> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      this.#asked += 1;
      const message = { kind: 'ask', ask: this.#asked, question } as const;
      this.#open.set(message.ask, { message, resolve, reject });
      this.#send(message);
    });
  }

  repeat(): void {
    for (const { message } of this.#open.values()) this.#send(message);
  }

  answer(ask: number, value: Json): void {
    this.#open.get(ask)?.resolve(value);
    this.#open.delete(ask);
  }

  refuse(ask: number, { name, message, code }: SerializedError): void {
    this.#open.get(ask)?.reject(new ExecutionApiError(name, message, code));
    this.#open.delete(ask);
  }

  /** Rejects what is open, and what is asked from now on. */
  end(error: Error): void {
    this.#end = error;
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
