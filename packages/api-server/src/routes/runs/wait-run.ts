/**
 * Waiting for the end of a run: a line of JSON whenever its state changes, and again after `interval` when it does not, so
 * that nobody on the way takes the connection for dead. All who wait hear of changes over one connection to the database.
 */
import { PassThrough } from 'node:stream';
import { waitDagRun } from '@tradewind/contract';
import { type DagRunKey, type DagRunState, isFinishedRun, type TaskId } from '@tradewind/model';
import { findDagRunByKey, findDagVersion, type Queryable, readResults } from '@tradewind/store';
import type { ChangeFeed } from '../../events/change-feed.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { plainJson } from '../../present/xcom.ts';
import type { RunParts } from './run-parts.ts';
import { requireDagRun } from './run-scope.ts';

export function waitRunEndpoints({ database, changes, streams }: RunParts): readonly Endpoint[] {
  return [
    handle(waitDagRun, async ({ params, query, reply }) => {
      const { dagRunKey } = await requireDagRun(database, params);
      const end = new AbortController();
      const forget = streams.onClose(async () => end.abort());
      reply.raw.once('close', () => {
        forget();
        end.abort();
      });
      const lines = new PassThrough();
      const waiting = { database, changes, dagRunKey, intervalMs: query.interval * 1000, signal: end.signal };
      void sendStates(lines, waiting, query.result).catch((error: Error) => lines.destroy(error));
      return reply
        .code(200)
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
        .type('application/x-ndjson; charset=utf-8')
        .send(lines);
    }),
  ];
}

interface Waiting {
  readonly database: Queryable;
  readonly changes: ChangeFeed;
  readonly dagRunKey: DagRunKey;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

async function sendStates(lines: PassThrough, waiting: Waiting, tasks: readonly string[] | undefined): Promise<void> {
  const { database, dagRunKey } = waiting;
  for await (const state of statesOf(waiting)) {
    const results = isFinishedRun(state) ? await resultsOf(database, dagRunKey, tasks) : null;
    lines.write(`${JSON.stringify({ state, ...(results === null ? {} : { results }) })}\n`);
  }
  lines.end();
}

/** The state at once, then whenever it changed or the interval has passed, until the run has ended or is gone. */
async function* statesOf({ database, changes, dagRunKey, intervalMs, signal }: Waiting): AsyncGenerator<DagRunState> {
  const change = new Signal(signal);
  const stop = changes.subscribe((told) => {
    if (told.kind === 'everything' || (told.kind === 'runs' && told.runs.includes(dagRunKey))) change.raise();
  });
  try {
    await changes.isListening();
    let last: DagRunState | null = null;
    let saidAt = 0;
    while (!signal.aborted) {
      change.lower();
      const run = await findDagRunByKey(database, dagRunKey);
      if (run === null) return;
      const isDue = performance.now() - saidAt >= intervalMs;
      if (run.state !== last || isDue) {
        yield run.state;
        [last, saidAt] = [run.state, performance.now()];
      }
      if (isFinishedRun(run.state)) return;
      await change.raised(Math.max(1, intervalMs - (performance.now() - saidAt)));
    }
  } finally {
    stop();
  }
}

/** Something that one waits for, until it is raised, a time has passed, or `abort` says that nobody waits any more. */
class Signal {
  #isRaised = false;
  #wake = (): void => undefined;

  constructor(abort: AbortSignal) {
    abort.addEventListener('abort', () => this.raise(), { once: true });
  }

  raise(): void {
    this.#isRaised = true;
    this.#wake();
  }

  lower(): void {
    this.#isRaised = false;
  }

  raised(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isRaised) return resolve();
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Null when nothing is asked for and the DAG names no result. */
async function resultsOf(
  database: Queryable,
  dagRunKey: DagRunKey,
  asked: readonly string[] | undefined,
): Promise<Readonly<Record<string, unknown>> | null> {
  const tasks = asked ?? (await resultTasksOf(database, dagRunKey));
  if (tasks.length === 0) return null;
  const found = await readResults(
    database,
    tasks.map((taskId) => ({ dagRunKey, taskId: taskId as TaskId })),
  );
  const values = new Map(found.map(({ taskId, value }) => [taskId, plainJson(value)]));
  return Object.fromEntries(tasks.map((taskId) => [taskId, values.get(taskId as TaskId) ?? null]));
}

async function resultTasksOf(database: Queryable, dagRunKey: DagRunKey): Promise<readonly string[]> {
  const run = await findDagRunByKey(database, dagRunKey);
  const version = run === null ? null : await findDagVersion(database, run.dagVersionId);
  return version?.resultTaskId ? [version.resultTaskId] : [];
}
