/**
 * Turns what the feed says has changed into messages of the event stream.
 *
 * Changes are gathered, and what changed is read once for all clients: at once when nothing was sent lately, else a
 * quarter of a second after the last time. Cells of runs that nobody watches are not read.
 */
import type { DagId, DagRunKey } from '@tradewind/model';
import { type Database, type GridRunRow, readGridRuns, readInstanceStates } from '@tradewind/store';
import { type RunCells, readCells } from '../grid/read-cells.ts';
import type { Structures } from '../grid/structures.ts';
import { instantText } from '../http/instant.ts';
import { presentGridRun } from '../present/grid.ts';
import type { ChangeFeed, FeedChange } from './change-feed.ts';
import type { EventHub } from './event-hub.ts';
import { KnownRuns } from './known-runs.ts';
import { type Topic, topicText } from './topic.ts';

export interface ChangePublisherOptions {
  readonly database: Database;
  readonly structures: Structures;
  readonly hub: EventHub;
  readonly changes: ChangeFeed;
  /** @default 250 */
  readonly pauseMs?: number;
}

/** Reading everything again is heavy, so clients are asked for it no more often than this. */
const REFRESH_PAUSE_MS = 1000;
/** After a database that could not be read. */
const AGAIN_MS = 1000;
/** The letters of a patch like `[1000,70],`: with many of them, all cells are shorter. */
const LONGEST_PATCH = 10;
const MOST_PATCHES = 20;
/** Runs that are read at once. */
const MOST_RUNS = 500;

export class ChangePublisher {
  readonly #options: Required<ChangePublisherOptions>;
  readonly #known = new KnownRuns();
  readonly #runs = new Set<DagRunKey>();
  readonly #dags = new Set<DagId>();
  #hasQueueChanged = false;
  #isEverythingStale = false;
  #refreshedAt = -Infinity;
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #publishing: Promise<void> | undefined;
  #publishedAt = -Infinity;
  #isStopped = false;

  constructor({ pauseMs = 250, ...options }: ChangePublisherOptions) {
    this.#options = { pauseMs, ...options };
  }

  /** Listens from now on; the first call counts. Resolves when changes are heard. */
  async start(): Promise<void> {
    if (this.#isStopped) return;
    this.#unsubscribe ??= this.#options.changes.subscribe((change) => this.#gather(change));
    await this.#options.changes.isListening();
  }

  /** Awaits the reading in progress. May be called several times. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    await this.#publishing;
  }

  #gather(change: FeedChange): void {
    this.#hasQueueChanged = true;
    if (change.kind === 'runs') for (const run of change.runs) this.#runs.add(run);
    if (change.kind === 'dags') for (const dagId of change.dagIds) this.#dags.add(dagId);
    if (change.kind === 'everything') this.#isEverythingStale = true;
    this.#plan();
  }

  #plan(afterMs = 0): void {
    if (this.#timer !== undefined || this.#publishing !== undefined || this.#isStopped) return;
    const dueMs = this.#publishedAt + this.#options.pauseMs - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#publishing = this.#publishOrTryAgain();
      },
      Math.max(0, dueMs, afterMs),
    );
  }

  async #publishOrTryAgain(): Promise<void> {
    let afterMs = 0;
    try {
      await this.#publish();
    } catch {
      // The database is away: what was gathered may be incomplete when it is back.
      this.#isEverythingStale = true;
      afterMs = AGAIN_MS;
    }
    this.#publishedAt = performance.now();
    this.#publishing = undefined;
    const isLeft = this.#runs.size > 0 || this.#dags.size > 0 || this.#hasQueueChanged || this.#isEverythingStale;
    if (isLeft) this.#plan(afterMs);
  }

  async #publish(): Promise<void> {
    const { hub } = this.#options;
    if (this.#isEverythingStale) return this.#refreshAll();
    const runs = [...this.#runs].slice(0, MOST_RUNS);
    for (const run of runs) this.#runs.delete(run);
    const dags = [...this.#dags];
    this.#dags.clear();
    if (this.#hasQueueChanged) {
      this.#hasQueueChanged = false;
      hub.publish({ kind: 'queue' }, 'refresh', {});
    }
    for (const dagId of dags) this.#refreshDag(dagId);
    if (runs.length > 0) await this.#publishRuns(runs);
  }

  async #refreshAll(): Promise<void> {
    const sinceMs = performance.now() - this.#refreshedAt;
    if (sinceMs < REFRESH_PAUSE_MS) return;
    // Only a database that answers is worth asking.
    await readGridRuns(this.#options.database, []);
    this.#refreshedAt = performance.now();
    this.#isEverythingStale = false;
    this.#hasQueueChanged = false;
    this.#runs.clear();
    this.#dags.clear();
    this.#known.forgetAll();
    for (const topic of this.#options.hub.topics())
      if (topic.kind !== 'log') this.#options.hub.publish(topic, 'refresh', {});
  }

  #refreshDag(dagId: DagId): void {
    const { hub } = this.#options;
    hub.publish({ kind: 'dag', dagId }, 'refresh', {});
    hub.publish({ kind: 'home' }, 'refresh', { dag_id: dagId }, dagId);
  }

  async #publishRuns(keys: readonly DagRunKey[]): Promise<void> {
    const { database, structures, hub } = this.#options;
    const runs = await readGridRuns(database, keys);
    const cellsOf = await readCells(
      { database, structures },
      runs.filter((run) => this.#isWatched(run)),
    );
    for (const run of runs) this.#publishRun(run, cellsOf.get(run.dagRunKey));
    const found = new Set(runs.map(({ dagRunKey }) => dagRunKey));
    for (const key of keys) {
      const gone = found.has(key) ? undefined : this.#known.takeName(key);
      if (gone === undefined) continue;
      hub.publish({ kind: 'run', ...gone }, 'gone', { dag_run_id: gone.runId });
      this.#refreshDag(gone.dagId);
    }
    await this.#publishInstances(runs);
  }

  #isWatched({ dagId, runId }: GridRunRow): boolean {
    const { hub } = this.#options;
    return hub.isWarm({ kind: 'dag', dagId }) || hub.isWarm({ kind: 'run', dagId, runId });
  }

  #publishRun(run: GridRunRow, cells: RunCells | undefined): void {
    const { hub } = this.#options;
    const { dagId, runId, dagRunKey } = run;
    const isHeadNew = this.#known.tellHead(run);
    const head = { dag_id: dagId, ...presentGridRun(run, cells?.rows.number ?? 0) };
    if (isHeadNew) {
      const { dag_run_id, state, run_after, start_date, end_date } = head;
      hub.publish(
        { kind: 'home' },
        'run',
        { dag_id: dagId, dag_run_id, state, run_after, start_date, end_date },
        dagId,
      );
    }
    if (cells === undefined) return;
    const patches = this.#known.tellCells(dagRunKey, cells);
    if (patches !== null && patches.length === 0 && !isHeadNew) return;
    const all = (): object => ({ all: Buffer.from(cells.cells).toString('base64') });
    const isMuch = patches !== null && patches.length > Math.max(MOST_PATCHES, cells.cells.length / LONGEST_PATCH);
    const changed = patches === null || isMuch ? all() : { cells: patches };
    const patch = { dag_run_id: runId, structure: cells.rows.hash, ...(isHeadNew ? { run: head } : {}), ...changed };
    hub.publish({ kind: 'dag', dagId }, 'patch', patch);
    hub.publish({ kind: 'run', dagId, runId }, 'patch', patch);
  }

  /** The task instances that somebody watches one by one. */
  async #publishInstances(runs: readonly GridRunRow[]): Promise<void> {
    const { database, hub } = this.#options;
    const byName = new Map(runs.map((run) => [`${run.dagId}/${run.runId}`, run]));
    const watched = new Map<string, Extract<Topic, { kind: 'ti' }>>();
    for (const topic of hub.topics()) {
      const run = topic.kind === 'ti' ? byName.get(`${topic.dagId}/${topic.runId}`) : undefined;
      if (topic.kind === 'ti' && run !== undefined)
        watched.set(`${run.dagRunKey}/${topic.taskId}/${topic.mapIndex}`, topic);
    }
    if (watched.size === 0) return;
    const keyOf = new Map(runs.map((run) => [`${run.dagId}/${run.runId}`, run.dagRunKey]));
    const keys = [...watched.values()].map(({ dagId, runId, taskId, mapIndex }) => ({
      dagRunKey: keyOf.get(`${dagId}/${runId}`)!,
      taskId,
      mapIndex,
    }));
    for (const row of await readInstanceStates(database, keys)) {
      const topic = watched.get(`${row.dagRunKey}/${row.taskId}/${row.mapIndex}`)!;
      const patch = {
        state: row.state === 'none' ? null : row.state,
        try_number: row.tryNumber,
        max_tries: row.maxTries,
        scheduled_when: instantText(row.scheduledAt),
        queued_when: instantText(row.queuedAt),
        start_date: instantText(row.startedAt),
        end_date: instantText(row.finishedAt),
        next_try_when: instantText(row.nextTryAt),
      };
      if (this.#known.tellInstance(topicText(topic), patch)) hub.publish(topic, 'patch', patch);
    }
  }
}
