/**
 * The last run of every DAG, kept at hand: looking 10,000 of them up for one page of a list takes longer than the rest.
 *
 * Invariants
 * 1. What is answered was true when the call began, as far as changes had been told by then.
 * 2. One reading at a time; a change that is told during it counts for the next one.
 */
import type { DagId, DagRunKey, DagRunState } from '@tradewind/model';
import {
  type Database,
  encodeLastRuns,
  type LastDagRunRow,
  type LastRunTable,
  readLastRuns,
  type ValueRange,
} from '@tradewind/store';
import type { ChangeFeed, FeedChange } from '../../events/change-feed.ts';

export interface LastRunFilter {
  readonly states?: readonly DagRunState[] | undefined;
  readonly startedAt?: ValueRange | undefined;
  readonly finishedAt?: ValueRange | undefined;
}

/** More than these are read together with all others. */
const MOST_STALE = 2_000;
/** Runs that are cleaned up are not told of. */
const OLDEST_MS = 60_000;

export class LastRuns {
  readonly #database: Database;
  readonly #changes: ChangeFeed;
  readonly #now: () => number;
  readonly #byDag = new Map<DagId, LastDagRunRow>();
  readonly #dagOfRun = new Map<DagRunKey, DagId>();
  readonly #staleDags = new Set<DagId>();
  readonly #staleRuns = new Set<DagRunKey>();
  #isSubscribed = false;
  /** When all were read; null: they have to be. */
  #readAt: number | null = null;
  #table: LastRunTable | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: { readonly database: Database; readonly changes: ChangeFeed; readonly now: () => number }) {
    this.#database = parts.database;
    this.#changes = parts.changes;
    this.#now = parts.now;
  }

  /** All of them, for a statement to join. */
  async table(): Promise<LastRunTable> {
    await this.#refresh();
    this.#table ??= encodeLastRuns([...this.#byDag.values()]);
    return this.#table;
  }

  /** The DAGs whose last run is like this. */
  async matching({ states, startedAt, finishedAt }: LastRunFilter): Promise<readonly DagId[]> {
    await this.#refresh();
    const fits = (run: LastDagRunRow): boolean =>
      (states === undefined || (run.state !== null && states.includes(run.state))) &&
      isWithin(run.startedAt, startedAt) &&
      isWithin(run.finishedAt, finishedAt);
    return [...this.#byDag.values()].filter(fits).map(({ dagId }) => dagId);
  }

  #refresh(): Promise<void> {
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#readStale());
    return this.#reading;
  }

  async #readStale(): Promise<void> {
    if (!this.#isSubscribed) {
      this.#isSubscribed = true;
      this.#changes.subscribe((change) => this.#hear(change));
      await this.#changes.isListening();
    }
    if (this.#readAt === null || this.#now() - this.#readAt > OLDEST_MS) return this.#readAll();
    if (this.#staleDags.size + this.#staleRuns.size === 0) return;
    const of = { dagIds: [...this.#staleDags], runs: [...this.#staleRuns] };
    this.#forgetStale();
    try {
      const rows = await readLastRuns(this.#database, of);
      const found = new Set(rows.map(({ dagId }) => dagId));
      for (const dagId of of.dagIds) if (!found.has(dagId)) this.#byDag.delete(dagId);
      this.#keep(rows);
    } catch (error) {
      this.#readAt = null;
      throw error;
    }
  }

  async #readAll(): Promise<void> {
    this.#forgetStale();
    this.#readAt = this.#now();
    try {
      const rows = await readLastRuns(this.#database, null);
      this.#byDag.clear();
      this.#dagOfRun.clear();
      this.#keep(rows);
    } catch (error) {
      this.#readAt = null;
      throw error;
    }
  }

  #keep(rows: readonly LastDagRunRow[]): void {
    this.#table = null;
    for (const row of rows) {
      const before = this.#byDag.get(row.dagId)?.dagRunKey ?? null;
      if (before !== null) this.#dagOfRun.delete(before);
      this.#byDag.set(row.dagId, row);
      if (row.dagRunKey !== null) this.#dagOfRun.set(row.dagRunKey, row.dagId);
    }
  }

  #hear(change: FeedChange): void {
    if (change.kind === 'everything') this.#readAt = null;
    else if (change.kind === 'dags') for (const dagId of change.dagIds) this.#staleDags.add(dagId);
    else if (change.kind === 'runs') for (const run of change.runs) this.#addStaleRun(run);
    if (this.#staleDags.size + this.#staleRuns.size > MOST_STALE) this.#readAt = null;
  }

  /** A run that is gone has no row that would say whose it was. */
  #addStaleRun(run: DagRunKey): void {
    const dagId = this.#dagOfRun.get(run);
    if (dagId === undefined) this.#staleRuns.add(run);
    else this.#staleDags.add(dagId);
  }

  #forgetStale(): void {
    this.#staleDags.clear();
    this.#staleRuns.clear();
  }
}

/** Nothing lies within a range that says something. */
function isWithin(at: number | null, range: ValueRange | undefined): boolean {
  if (range === undefined) return true;
  if (at === null) return false;
  const { gte = -Infinity, gt = -Infinity, lte = Infinity, lt = Infinity } = range;
  return at >= gte && at > gt && at <= lte && at < lt;
}
