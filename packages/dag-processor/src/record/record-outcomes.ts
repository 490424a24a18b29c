/** Writes what loading some files gave, in one transaction, and tells the schedulers. */
import {
  type BundleVersionId,
  createUuidV7,
  type DagId,
  type DagVersionId,
  type JsonObject,
  wallClock,
} from '@tradewind/model';
import {
  clearDagWarnings,
  clearImportErrors,
  confirmDags,
  type DagRow,
  type Database,
  deactivateDags,
  insertBundleVersion,
  insertDagVersions,
  lockBundle,
  notifySchedulers,
  type Queryable,
  readBundleDags,
  saveDagWarnings,
  saveImportErrors,
  upsertDags,
} from '@tradewind/store';
import type { Manifest } from '../bundle/manifest.ts';
import { type Changes, decideChanges, type FileOutcome, type Known } from '../decide/decide-changes.ts';
import { taskRowsOf } from './task-rows.ts';
import { findVarying } from './warn-of-varying.ts';

export interface Recording {
  readonly bundleName: string;
  readonly bundleVersion: BundleVersionId;
  readonly manifest: Manifest;
  readonly outcomes: readonly FileOutcome[];
  readonly isPausedAtCreation: boolean;
  readonly declaredBy: Known['declaredBy'];
  readonly hasFile: Known['hasFile'];
}

const newId = createUuidV7({ now: wallClock, random: (bytes) => crypto.getRandomValues(bytes) });

/** All or nothing. Returns what was changed. */
export async function recordOutcomes(database: Database, recording: Recording): Promise<Changes> {
  return database.transaction(async (transaction) => {
    await lockBundle(transaction, recording.bundleName);
    const rows = await readBundleDags(transaction, {
      bundleName: recording.bundleName,
      dagIds: declaredIds(recording.outcomes),
      files: recording.outcomes.map(({ file }) => file),
    });
    const changes = decideChanges(recording.outcomes, { ...recording, rows });
    await write(transaction, recording, rows, changes);
    return changes;
  });
}

function declaredIds(outcomes: readonly FileOutcome[]): readonly DagId[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'loaded' ? outcome.dags.map(({ dagId }) => dagId) : []));
}

async function write(
  transaction: Queryable,
  recording: Recording,
  rows: readonly DagRow[],
  changes: Changes,
): Promise<void> {
  const { bundleName } = recording;
  await clearImportErrors(transaction, bundleName, changes.cleared);
  await saveImportErrors(
    transaction,
    bundleName,
    changes.faults.map(({ file, fault }) => ({ file, ...fault })),
  );
  await confirmDags(transaction, changes.confirmed);
  const warnings = await findVarying(transaction, changes.varying, rows);
  await writeDags(transaction, recording, rows, changes);
  await clearDagWarnings(transaction, changes.rewritten);
  await saveDagWarnings(transaction, warnings);
  await deactivateDags(transaction, changes.deactivated);
  const dagIds = [...changes.stored.map(({ dag }) => dag.dagId), ...changes.deactivated];
  if (dagIds.length > 0) await notifySchedulers(transaction, { kind: 'dag', dagIds });
}

async function writeDags(
  transaction: Queryable,
  { bundleName, bundleVersion, manifest, isPausedAtCreation }: Recording,
  rows: readonly DagRow[],
  { stored }: Changes,
): Promise<void> {
  if (stored.length === 0) return;
  const newest = new Map(rows.map(({ dagId, newestNumber }) => [dagId, newestNumber]));
  await insertBundleVersion(transaction, {
    id: bundleVersion,
    bundleName,
    manifest: manifest as unknown as JsonObject,
  });
  await upsertDags(
    transaction,
    stored.map(({ dag: { dagId, serialized }, file }) => ({
      dagId,
      bundleName,
      file,
      isPaused: serialized.isPausedUponCreation ?? isPausedAtCreation,
      tags: serialized.tags,
      owner: serialized.owner,
      description: serialized.description,
      access: serialized.access ?? null,
    })),
  );
  await insertDagVersions(
    transaction,
    stored
      .filter(({ isNewVersion }) => isNewVersion)
      .map(({ dag: { dagId, serialized, hash, sourceHash }, file }) => ({
        id: newId() as DagVersionId,
        dagId,
        number: (newest.get(dagId) ?? 0) + 1,
        hash,
        sourceHash,
        serialized,
        taskRows: taskRowsOf(serialized),
        bundleVersion,
        file,
      })),
  );
}
