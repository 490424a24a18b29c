/**
 * Keeps the database in step with a DAG folder: a service around `runTurn`.
 *
 * It wakes when the folder changes, when somebody asks for a load, and now and then in case a change went unnoticed. One
 * turn runs at a time. `DESIGN.md` has its invariants and what happens when something fails.
 */
import {
  type DatabaseConnection,
  listenForParseRequests,
  listNeededBundleVersions,
  type ParseRequest,
} from '@tradewind/store';
import { Bundle, type BundleState } from './bundle/bundle.ts';
import { removeSnapshots } from './bundle/remove-snapshots.ts';
import { FolderWatch } from './bundle/watch-folders.ts';
import { BundleChangedError, BundleTooLargeError } from './errors.ts';
import type { DagProcessorEvent, TurnCounts } from './events.ts';
import { Heartbeat } from './heartbeat.ts';
import { KnownFiles } from './known-files.ts';
import { LoadPool } from './load/load-pool.ts';
import { type DagProcessorOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { recordOutcomes } from './record/record-outcomes.ts';
import { runTurn } from './turn.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;
const HOUSEKEEPING_INTERVAL_MS = 60 * 60 * 1000;
const MAX_DELAY_MS = 250;

/** Files to load although they did not change. */
interface ParseQueue {
  readonly files: Set<string>;
  wantsAll: boolean;
}

export class DagProcessor {
  readonly #options: ResolvedOptions;
  readonly #bundle: Bundle;
  readonly #pool: LoadPool;
  readonly #watch: FolderWatch;
  readonly #heartbeat: Heartbeat;
  readonly #known = new KnownFiles();
  #asked: ParseQueue = { files: new Set(), wantsAll: false };
  #listener: DatabaseConnection | null = null;
  #timer: NodeJS.Timeout | null = null;
  #turns: Promise<unknown> = Promise.resolve();
  #isWaiting = false;
  #isStarted = false;
  #isStopping = false;
  #retryMs = FIRST_RETRY_MS;
  #comparedAt = Number.NEGATIVE_INFINITY;
  #cleanedAt = Number.NEGATIVE_INFINITY;
  /** The path that made the bundle too large, and what was said about it. */
  #oversized: { readonly file: string; readonly message: string } | null = null;

  constructor(options: DagProcessorOptions) {
    this.#options = resolveOptions(options);
    this.#bundle = new Bundle(this.#options);
    this.#pool = new LoadPool(this.#options.load);
    this.#heartbeat = new Heartbeat(this.#options);
    this.#watch = new FolderWatch({
      debounceMs: this.#options.debounceMs,
      maxDelayMs: MAX_DELAY_MS,
      onChange: () => this.#wake(),
      onFailure: (folder, { message }) => this.#tell({ kind: 'watchFailed', folder, message }),
    });
  }

  /** Begins to watch and to load. Resolves at once; `turnEnded` says when the first look is over. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#pool.prepare();
    this.#wake();
    void this.#heartbeat.start();
    await this.#listen();
  }

  /** Resolves when nothing runs any more. A turn in progress is given up; nothing half-done stays behind. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#isStarted = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watch.close();
    await this.#pool.close();
    await this.#turns;
    await this.#heartbeat.stop();
    await this.#listener?.close();
  }

  /** Looks at the folder once and brings the database in step. Returns what was done; rejects when it could not be. */
  async runOnce(): Promise<TurnCounts> {
    const turn = this.#turns.then(() => this.#look());
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  /** Loads a file again although it did not change, or with null every file. */
  reparse(file: string | null): void {
    if (file === null) this.#asked.wantsAll = true;
    else this.#asked.files.add(file);
    this.#wake();
  }

  /** Runs a turn after the one in progress; several calls meanwhile make one. */
  #wake(): void {
    if (!this.#isStarted || this.#isWaiting) return;
    this.#isWaiting = true;
    void this.#turns.then(() => {
      this.#isWaiting = false;
      return this.#isStarted
        ? this.runOnce().then(
            () => this.#succeeded(),
            (error: Error) => this.#failed(error),
          )
        : undefined;
    });
  }

  #succeeded(): void {
    this.#retryMs = FIRST_RETRY_MS;
    const { rescanIntervalMs } = this.#options;
    this.#wakeIn(rescanIntervalMs * (0.9 + 0.2 * Math.random()));
  }

  #failed(error: Error): void {
    if (this.#isStopping) return;
    const retryInMs = this.#retryMs;
    // A file that changes while it is copied is everyday life.
    if (!(error instanceof BundleChangedError)) this.#tell({ kind: 'turnFailed', error, retryInMs });
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
    this.#wakeIn(retryInMs);
  }

  #wakeIn(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#isStarted) this.#timer = setTimeout(() => this.#wake(), delayMs);
  }

  async #look(): Promise<TurnCounts> {
    const startedAt = performance.now();
    const state = await this.#read();
    if (this.#isStarted && this.#watch.watch(state.folders)) this.#wake();
    const comparesDatabase = startedAt - this.#comparedAt >= this.#options.rescanIntervalMs * 0.8;
    const counts = await this.#work(state, comparesDatabase);
    this.#oversized = null;
    if (comparesDatabase) this.#comparedAt = startedAt;
    await this.#cleanUp(state);
    this.#tell({ kind: 'turnEnded', counts });
    return counts;
  }

  async #work(state: BundleState, comparesDatabase: boolean): Promise<TurnCounts> {
    const asked = this.#asked;
    this.#asked = { files: new Set(), wantsAll: false };
    const forced = asked.wantsAll ? state.dagFiles : asked.files;
    const recovered = this.#oversized === null ? [] : [this.#oversized.file];
    const means = {
      options: this.#options,
      bundle: this.#bundle,
      pool: this.#pool,
      known: this.#known,
      isStopping: () => this.#isStopping,
    };
    try {
      return await runTurn(means, { state, forced, comparesDatabase, recovered });
    } catch (error) {
      for (const file of asked.files) this.#asked.files.add(file);
      this.#asked.wantsAll ||= asked.wantsAll;
      throw error;
    }
  }

  async #read(): Promise<BundleState> {
    try {
      return await this.#bundle.read();
    } catch (error) {
      if (error instanceof BundleTooLargeError) await this.#recordOversize(error);
      throw error;
    }
  }

  async #recordOversize({ file, code, message }: BundleTooLargeError): Promise<void> {
    if (this.#oversized?.message === message) return;
    const place = { stack: null, line: null, column: null, codeFrame: null, output: null };
    const { database, bundleName, isPausedAtCreation } = this.#options;
    await recordOutcomes(database, {
      bundleName,
      bundleVersion: '' as never,
      manifest: {},
      outcomes: [
        ...(this.#oversized === null ? [] : [{ kind: 'removed', file: this.#oversized.file } as const]),
        { kind: 'failed', file, fault: { code, message, ...place } },
      ],
      isPausedAtCreation,
      declaredBy: (path) => this.#known.declaredBy(path),
      hasFile: () => true,
    });
    this.#oversized = { file, message };
  }

  async #cleanUp(state: BundleState): Promise<void> {
    if (performance.now() - this.#cleanedAt < HOUSEKEEPING_INTERVAL_MS) return;
    this.#cleanedAt = performance.now();
    const { database, home, keepSnapshotsMs } = this.#options;
    const needed = new Set<string>([state.version, ...(await listNeededBundleVersions(database))]);
    const removed = await removeSnapshots({ home, needed, unwantedSinceAt: Date.now() - keepSnapshotsMs });
    if (removed.length > 0) this.#tell({ kind: 'snapshotsRemoved', bundleVersions: removed });
  }

  async #listen(): Promise<void> {
    const { database, bundleName } = this.#options;
    const hear = ({ bundleName: wanted, file }: ParseRequest): void => {
      if (wanted === bundleName) this.reparse(file);
    };
    try {
      const listener = await listenForParseRequests(database, hear);
      this.#listener = listener;
      if (this.#isStopping) await listener.close();
      else void listener.ended.then(() => this.#relisten());
    } catch {
      this.#relisten();
    }
  }

  /** The turns themselves say that the database is away; a request that was missed can be made again. */
  #relisten(): void {
    if (!this.#isStopping) setTimeout(() => void (this.#isStopping || this.#listen()), 1000).unref();
  }

  #tell(event: DagProcessorEvent): void {
    this.#options.listener(event);
  }
}
