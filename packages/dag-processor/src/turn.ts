/**
 * One look at the DAG folder: what changed is snapshotted, loaded and recorded. `runTurn` reads as the algorithm.
 *
 * Nothing is remembered before it is recorded, so a turn that fails half-way is simply begun again.
 */
import type { BundleVersionId, DagId } from '@tradewind/model';
import { isUnreachable, listBundleFiles } from '@tradewind/store';
import type { Bundle, BundleState } from './bundle/bundle.ts';
import type { Changes, FileOutcome } from './decide/decide-changes.ts';
import { DagNotStorableError, ProcessorStoppedError } from './errors.ts';
import type { TurnCounts } from './events.ts';
import type { KnownFiles } from './known-files.ts';
import type { LoadPool } from './load/load-pool.ts';
import { outcomeOf } from './load/outcome-of.ts';
import type { ResolvedOptions } from './options.ts';
import { recordOutcomes } from './record/record-outcomes.ts';

export interface TurnMeans {
  readonly options: ResolvedOptions;
  readonly bundle: Bundle;
  readonly pool: LoadPool;
  readonly known: KnownFiles;
  readonly isStopping: () => boolean;
}

export interface TurnRequest {
  readonly state: BundleState;
  /** Files to load although nothing changed. */
  readonly forced: ReadonlySet<string>;
  /** Compare with the database too: at the first turn, and now and then. */
  readonly comparesDatabase: boolean;
  /** Paths whose import errors are over, besides those of files that load. */
  readonly recovered: readonly string[];
}

/** Outcomes that are recorded in one transaction, so that the first DAGs of many can run before the last is loaded. */
const OUTCOMES_PER_RECORDING = 50;
/** Rounds in which files get DAGs that others let go; each needs a file to be loaded again. */
const MOST_ROUNDS = 5;

export async function runTurn(means: TurnMeans, request: TurnRequest): Promise<TurnCounts> {
  const startedAt = performance.now();
  const turn = new Turn(means, request.state);
  const { missing, removed } = await findWork(means, request);
  await turn.settle(removed, missing);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const freed = means.known.findFreed();
    if (freed.length === 0) break;
    await turn.settle([], freed);
  }
  return { ...turn.counts, durationMs: performance.now() - startedAt };
}

/** The files to load, and those that are gone. */
async function findWork(
  { options, known }: TurnMeans,
  { state, forced, comparesDatabase, recovered }: TurnRequest,
): Promise<{ readonly missing: readonly string[]; readonly removed: readonly string[] }> {
  const missing = new Set([...known.findChanged(state), ...[...forced].filter((file) => state.dagFiles.has(file))]);
  const removed = new Set([...known.findRemoved(state), ...recovered]);
  if (comparesDatabase) {
    const rows = await listBundleFiles(options.database, options.bundleName);
    for (const { file } of rows) if (!state.dagFiles.has(file)) removed.add(file);
    const stored = new Set(rows.flatMap(({ dagIds }) => dagIds ?? []));
    for (const [file, dagIds] of known.inForce()) if (dagIds.some((dagId) => !stored.has(dagId))) missing.add(file);
    for (const file of known.findBlockedByOthers()) missing.add(file);
  }
  return { missing: [...missing].filter((file) => state.dagFiles.has(file)).sort(), removed: [...removed] };
}

class Turn {
  readonly #means: TurnMeans;
  readonly #state: BundleState;
  readonly #counts = { loaded: 0, failed: 0, newVersions: 0, deactivated: 0 };

  constructor(means: TurnMeans, state: BundleState) {
    this.#means = means;
    this.#state = state;
  }

  get counts(): Omit<TurnCounts, 'durationMs'> {
    return { files: this.#state.paths.length, dagFiles: this.#state.dagFiles.size, ...this.#counts };
  }

  /** Loads `files` and records what they gave, and that `removed` are gone. */
  async settle(removed: readonly string[], files: readonly string[]): Promise<void> {
    const pending: FileOutcome[] = removed.map((file) => ({ kind: 'removed', file }));
    const imported = new Map<string, readonly string[]>();
    let recording: Promise<void> = Promise.resolve();
    let done = 0;
    if (files.length > 0) {
      const root = await this.#takeSnapshot();
      await this.#means.pool.load(root, files, (result) => {
        imported.set(result.file, result.imported);
        pending.push(outcomeOf(this.#state, result));
        done += 1;
        this.#means.options.listener({ kind: 'loadProgressed', done, total: files.length });
        if (pending.length < OUTCOMES_PER_RECORDING && done < files.length) return;
        const batch = pending.splice(0);
        recording = recording.then(() => this.#record(batch, imported));
        // The rejection is seen where the recording is awaited.
        recording.catch(() => undefined);
      });
    }
    await recording;
    if (pending.length > 0) await this.#record(pending, imported);
  }

  async #takeSnapshot(): Promise<string> {
    const { bundle, options } = this.#means;
    const root = await bundle.takeSnapshot(this.#state);
    options.listener({ kind: 'snapshotTaken', bundleVersion: this.#state.version, files: this.#state.paths.length });
    return root;
  }

  /** One DAG that the database refuses must not keep the others out, so then each file is recorded by itself. */
  async #record(outcomes: readonly FileOutcome[], imported: ReadonlyMap<string, readonly string[]>): Promise<void> {
    try {
      await this.#recordTogether(outcomes, imported);
    } catch (error) {
      const [only, ...others] = outcomes;
      if (isUnreachable(error) || error instanceof ProcessorStoppedError || only === undefined) throw error;
      if (others.length > 0) for (const outcome of outcomes) await this.#record([outcome], imported);
      else if (only.kind === 'loaded') await this.#recordTogether([refused(only, error as Error)], imported);
      else throw error;
    }
  }

  async #recordTogether(
    outcomes: readonly FileOutcome[],
    imported: ReadonlyMap<string, readonly string[]>,
  ): Promise<void> {
    const { options, known, isStopping } = this.#means;
    if (isStopping()) throw new ProcessorStoppedError();
    const { bundleName, isPausedAtCreation, database } = options;
    const failedBefore = new Set(outcomes.map(({ file }) => file).filter((file) => known.hasFailed(file)));
    const changes = await recordOutcomes(database, {
      bundleName,
      bundleVersion: this.#state.version,
      manifest: this.#state.manifest,
      outcomes,
      isPausedAtCreation,
      declaredBy: (file) => known.declaredBy(file),
      hasFile: (file) => this.#state.dagFiles.has(file),
    });
    known.learn(this.#state, outcomes, imported, changes);
    this.#count(outcomes, changes);
    this.#tell(changes, failedBefore);
  }

  #count(outcomes: readonly FileOutcome[], changes: Changes): void {
    this.#counts.loaded += outcomes.filter(({ kind }) => kind === 'loaded').length;
    this.#counts.failed += changes.faults.length;
    this.#counts.newVersions += changes.stored.filter(({ isNewVersion }) => isNewVersion).length;
    this.#counts.deactivated += changes.deactivated.length;
  }

  #tell(changes: Changes, failedBefore: ReadonlySet<string>): void {
    const { listener } = this.#means.options;
    for (const { file, fault } of changes.faults) listener({ kind: 'importFailed', file, fault });
    for (const file of changes.cleared) if (failedBefore.has(file)) listener({ kind: 'importRecovered', file });
    const dagIds: readonly DagId[] = changes.stored.map(({ dag }) => dag.dagId);
    const newVersions = changes.stored.filter(({ isNewVersion }) => isNewVersion).length;
    const bundleVersion: BundleVersionId = this.#state.version;
    if (dagIds.length > 0) listener({ kind: 'dagsStored', dagIds, newVersions, bundleVersion });
    if (changes.deactivated.length > 0) listener({ kind: 'dagsDeactivated', dagIds: changes.deactivated });
  }
}

function refused({ file, output }: FileOutcome & { kind: 'loaded' }, cause: Error): FileOutcome {
  const { code, message } = new DagNotStorableError(cause);
  return {
    kind: 'failed',
    file,
    fault: { code, message, stack: null, line: null, column: null, codeFrame: null, output },
  };
}
