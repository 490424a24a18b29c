import { decodeValue, type EncodedValue, encodeValue, RETURN_VALUE, UNMAPPED } from '@tradewind/model';
import type { TaskFacts } from './task-facts.ts';
import type { TaskServices } from './task-services.ts';

/** Which value to pull. What is left out means this task, of this run, and the value it returned. */
export interface PullOptions {
  /** @default this task */
  readonly taskId?: string;
  /** @default 'return_value' */
  readonly key?: string;
  /** @default this DAG */
  readonly dagId?: string;
  /** @default this run */
  readonly runId?: string;
  /** @default -1, a task that is not mapped */
  readonly mapIndex?: number;
}

/**
 * Values that tasks leave for others, by key. Inputs of a task need none of this: they are wired.
 *
 * What is pushed is published together with the success of the attempt; a failed attempt publishes nothing.
 */
export class TaskXComs {
  readonly #facts: TaskFacts;
  readonly #services: TaskServices;
  #pushed: { [key: string]: EncodedValue } | null = null;

  constructor(facts: TaskFacts, services: TaskServices) {
    this.#facts = facts;
    this.#services = services;
  }

  /** What this attempt has pushed; null when it has pushed nothing. */
  get pushed(): { readonly [key: string]: EncodedValue } | null {
    return this.#pushed;
  }

  /**
   * Leaves a value under a key of its own. The value that the task returns needs no push.
   *
   * @throws when the value holds something that cannot be stored, naming where.
   */
  push(key: string, value: unknown): void {
    this.#pushed ??= {};
    this.#pushed[key] = encodeValue(value);
  }

  /** The value that a task left; undefined when there is none. Its type is what you say: nothing checks it. */
  async pull<Value = unknown>(options: PullOptions = {}): Promise<Value | undefined> {
    const { run, taskId, mapIndex } = this.#facts;
    const key = options.key ?? RETURN_VALUE;
    const isOwn = options.taskId === undefined || options.taskId === taskId;
    const own = isOwn && options.runId === undefined ? this.#pushed?.[key] : undefined;
    const text =
      own ??
      (await this.#services.pullXCom({
        dagId: options.dagId ?? run.dagId,
        runId: options.runId ?? run.runId,
        taskId: options.taskId ?? taskId,
        key,
        mapIndex: options.mapIndex ?? (options.taskId === undefined ? mapIndex : UNMAPPED),
      }));
    return text === null ? undefined : (decodeValue(text) as Value);
  }
}
