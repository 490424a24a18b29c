import { ApiError, streamEvents } from '@tradewind/contract';
import { isFinishedRun } from '@tradewind/model';
import type { RunSnapshot } from '../ports/runs-port.ts';
import { followEvents } from './follow-events.ts';
import { Patience } from './patience.ts';
import type { Server } from './server.ts';
import type { RunPath } from './wire-runs.ts';

export interface WatchedRun {
  readonly path: RunPath;
  /** The run at this instant. @throws {ApiError} 404 when it is gone. */
  look(): Promise<RunSnapshot>;
  /** Should the stream of events not be there, or say nothing, the run is looked at after this time. @default 2000 */
  readonly safetyPollMs?: number;
}

const SAFETY_POLL_MS = 2000;
/** Changes come in bursts. */
const SHORTEST_PAUSE_MS = 150;

/**
 * The run at once, then again whenever the server says that it changed, until it has finished, was deleted or `signal`
 * aborts. A server that is started again meanwhile is waited for.
 *
 * The stream begins with an event of its own, after which the run is looked at, so that no change falls between the two.
 */
export async function* watchRemoteRun(
  server: Server,
  { path, look, safetyPollMs = SAFETY_POLL_MS }: WatchedRun,
  signal: AbortSignal,
): AsyncGenerator<RunSnapshot, void, undefined> {
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  const change = new ChangeSignal(ends);
  const listening = listen(server, path, { change, signal: ends });
  const patience = new Patience({ signal });
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      change.lower();
      const snapshot = await lookPatiently(look, isFirst ? null : patience, signal);
      if (snapshot === null) return;
      yield snapshot;
      if (isFinishedRun(snapshot.run.state)) return;
      await change.raised(safetyPollMs);
    }
  } finally {
    stop.abort();
    await listening;
  }
}

/** Null when the run is gone, or the signal has aborted. */
async function lookPatiently(
  look: WatchedRun['look'],
  patience: Patience | null,
  signal: AbortSignal,
): Promise<RunSnapshot | null> {
  while (!signal.aborted) {
    try {
      const snapshot = await look();
      patience?.renew();
      return snapshot;
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 404)) return null;
      if (patience === null) throw error;
      await patience.bear(error);
    }
  }
  return null;
}

/** Never rejects: without the stream the run is looked at from time to time. */
async function listen(
  server: Server,
  { dag_id, dag_run_id }: RunPath,
  { change, signal }: { readonly change: ChangeSignal; readonly signal: AbortSignal },
): Promise<void> {
  const topics = `run:${encodeURIComponent(dag_id)}/${encodeURIComponent(dag_run_id)}`;
  try {
    for await (const { event } of followEvents(
      server,
      { route: streamEvents, call: { query: { topics } } },
      { signal },
    )) {
      if (event !== 'beat') change.raise();
    }
  } catch {
    change.raise();
  }
}

/** Remembers that something changed until it is waited for. */
class ChangeSignal {
  #isRaised = false;
  #wake = (): void => undefined;
  readonly #ends: AbortSignal;

  constructor(ends: AbortSignal) {
    this.#ends = ends;
    ends.addEventListener('abort', () => this.#wake(), { once: true });
  }

  raise(): void {
    this.#isRaised = true;
    this.#wake();
  }

  lower(): void {
    this.#isRaised = false;
  }

  /** Resolves a little after a change, after `timeoutMs`, or when the end has come. */
  async raised(timeoutMs: number): Promise<void> {
    if (!this.#isRaised) await this.#woken(timeoutMs);
    this.#isRaised = false;
    await this.#woken(SHORTEST_PAUSE_MS, false);
  }

  #woken(timeoutMs: number, isByChange = true): Promise<void> {
    if (this.#ends.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        if (!isByChange && !this.#ends.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
