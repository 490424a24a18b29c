/**
 * Fills a database with a made-up deployment, to measure pages and lists at a size that takes a company years to reach.
 *
 * The same request gives the same DAGs, runs and states. The DAGs are paused and belong to no folder, so that nothing runs.
 */
import { createHash } from 'node:crypto';
import { taskRowsOf } from '@tradewind/dag-processor';
import {
  type BundleVersionId,
  canonicalJson,
  createUuidV7,
  type DagId,
  type DagVersionId,
  type Json,
  type SerializedDag,
} from '@tradewind/model';
import { type Database, insertBundleVersion, insertDagVersions, seedRuns, upsertDags } from '@tradewind/store';
import { type SeedShape, seedDags, WIDE_DAG } from './seed-dags.ts';

export interface SeedOptions extends SeedShape {
  /** Runs of the wide DAG. */
  readonly runs: number;
  /** Task instances of the small DAGs in all, about. */
  readonly instances: number;
  /** The instant of the newest run, in milliseconds since the epoch. */
  readonly now: number;
  /** @default 1 */
  readonly seed?: number;
  /** Told after each step. */
  readonly onProgress?: (sentence: string) => void;
}

const BUNDLE = 'seed';
const VERSION = createHash('sha256').update('seed').digest('hex') as BundleVersionId;
const DAGS_PER_STEP = 500;
const TASKS_OF_SMALL_DAG = 10;

/** Adds to what is there. @throws when the database was seeded already. */
export async function seedDeployment(database: Database, options: SeedOptions): Promise<void> {
  const { now, seed = 1, onProgress = () => undefined } = options;
  await insertBundleVersion(database, { id: VERSION, bundleName: BUNDLE, manifest: {} });
  const small: DagId[] = [];
  let batch: SerializedDag[] = [];
  for (const definition of seedDags(options)) {
    batch.push(definition.serialize());
    if (!definition.dagId.startsWith(WIDE_DAG) && definition.tasks.size === TASKS_OF_SMALL_DAG)
      small.push(definition.dagId as DagId);
    if (batch.length < DAGS_PER_STEP) continue;
    await storeDags(database, batch, now);
    onProgress(`${small.length} DAGs`);
    batch = [];
  }
  await storeDags(database, batch, now);
  if (options.tasks > 0)
    await seedRuns(database, { dagIds: [WIDE_DAG as DagId], runs: options.runs, untilAt: now, seed });
  onProgress(`${options.runs} runs of ${WIDE_DAG}`);
  const runs = Math.round(options.instances / TASKS_OF_SMALL_DAG / Math.max(small.length, 1));
  for (let first = 0; first < small.length && runs > 0; first += DAGS_PER_STEP) {
    const dagIds = small.slice(first, first + DAGS_PER_STEP);
    await seedRuns(database, { dagIds, runs, untilAt: now, seed });
    onProgress(`${(first + dagIds.length) * runs} runs of ${small.length} DAGs`);
  }
  await database.runScript('vacuum (analyze)');
}

async function storeDags(database: Database, dags: readonly SerializedDag[], now: number): Promise<void> {
  const makeId = createUuidV7({ now: () => now, random: (bytes) => crypto.getRandomValues(bytes) });
  await database.transaction(async (transaction) => {
    await upsertDags(
      transaction,
      dags.map(({ dagId, tags, owner, description }) => ({
        dagId,
        bundleName: BUNDLE,
        file: `${dagId}.ts`,
        isPaused: true,
        tags,
        owner,
        description,
      })),
    );
    await insertDagVersions(
      transaction,
      dags.map((dag) => ({
        id: makeId() as DagVersionId,
        dagId: dag.dagId,
        number: 1,
        hash: createHash('sha256')
          .update(canonicalJson(dag as unknown as Json))
          .digest('hex'),
        serialized: dag,
        taskRows: taskRowsOf(dag),
        bundleVersion: VERSION,
        file: `${dag.dagId}.ts`,
      })),
    );
  });
}
