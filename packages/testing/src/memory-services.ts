import type { EncodedValue, RunFacts } from '@tradewind/model';
import type { ConnectionFacts, LogEntry, TaskServices } from '@tradewind/sdk/runtime';
import type { RunOptions, TestConnection } from './run-options.ts';

/** What the tasks of a run in memory share: variables, connections, XComs. */
export class RunMemory {
  readonly variables: Map<string, string>;
  readonly #connections: NonNullable<RunOptions['connections']>;
  readonly #run: RunFacts;
  readonly #xcoms = new Map<string, EncodedValue>();

  constructor(run: RunFacts, options: Pick<RunOptions, 'variables' | 'connections'>) {
    this.#run = run;
    this.#connections = options.connections ?? {};
    this.variables = new Map(Object.entries(options.variables ?? {}).map(([key, value]) => [key, textOf(value)]));
  }

  storeXCom(taskId: string, key: string, value: EncodedValue): void {
    this.#xcoms.set(placeOf(taskId, key), value);
  }

  xcom(taskId: string, key: string): EncodedValue | null {
    return this.#xcoms.get(placeOf(taskId, key)) ?? null;
  }

  connection(id: string): ConnectionFacts | null {
    return Object.hasOwn(this.#connections, id) ? connectionOf(id, this.#connections[id] ?? {}) : null;
  }

  /** The services of one attempt, which writes its log to `log`. Other DAGs and runs have left nothing. */
  servicesFor(log: LogEntry[], clock: () => number, signal: AbortSignal): TaskServices {
    const { dagId, runId } = this.#run;
    return {
      signal,
      now: clock,
      log: (entry) => log.push(entry),
      getVariable: async (key) => this.variables.get(key) ?? null,
      setVariable: async (key, value) => {
        this.variables.set(key, value);
      },
      getConnection: async (id) => this.connection(id),
      pullXCom: async (asked) =>
        asked.dagId === dagId && asked.runId === runId ? this.xcom(asked.taskId, asked.key) : null,
    };
  }
}

function placeOf(taskId: string, key: string): string {
  return `${taskId} ${key}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function connectionOf(id: string, given: TestConnection): ConnectionFacts {
  const empty = { type: 'generic', host: null, port: null, login: null, password: null, schema: null, extra: {} };
  return { id, ...empty, ...given };
}
