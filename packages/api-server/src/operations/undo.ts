/** Changes that people may take back for a short while. */
import { randomUUID } from 'node:crypto';
import { type DagId, type DagRunKey, type Json, TradewindError, type UserId } from '@tradewind/model';
import {
  insertUndoStep,
  listChangedSince,
  lockRunsByKey,
  lockUndoStep,
  notifySchedulers,
  pauseDags,
  type Queryable,
  type RunsSnapshot,
  restoreRuns,
  restoreVariable,
  snapshotRuns,
  snapshotVariable,
  type TaskInstanceRef,
  type UndoRow,
  useUndoStep,
  type VariableChange,
} from '@tradewind/store';

/** What taking back does. */
export type UndoStep =
  | { readonly kind: 'runs'; readonly before: RunsSnapshot; readonly after: RunsSnapshot }
  /** These DAGs were all changed to the opposite. */
  | { readonly kind: 'pause'; readonly dagIds: readonly DagId[]; readonly wasPaused: boolean }
  | ({ readonly kind: 'variable' } & VariableChange);

const UNDO_WINDOW_MS = 30_000;
/** Larger changes cannot be taken back. */
const MOST_INSTANCES = 5_000;

/** It is too late, or it was taken back already. */
class UndoExpiredError extends TradewindError {
  readonly code = 'UNDO_EXPIRED';
  readonly status = 410;

  constructor(isUsed: boolean) {
    super(
      isUsed ? 'This change was taken back already.' : 'A change can be taken back for 30 seconds, which are over.',
    );
  }
}

/** What was changed has gone on since, so that taking it back would lose something. */
class UndoOvertakenError extends TradewindError {
  readonly code = 'UNDO_OVERTAKEN';
  readonly status = 409;
  readonly changed: readonly string[];

  constructor(changed: readonly string[]) {
    super(`The change cannot be taken back, since this has gone on: ${changed.join(', ')}.`);
    this.changed = changed;
  }
}

/** There is no such change, or somebody else made it. */
class UndoUnknownError extends TradewindError {
  readonly code = 'UNDO_UNKNOWN';
  readonly status = 404;

  constructor() {
    super('You have made no change with this token.');
  }
}

/** Whoever made a change; by the name alone it could be somebody who was given it later. */
export interface UndoOwner {
  readonly name: string;
  readonly userId: UserId | null;
}

export interface UndoOffer {
  readonly owner: UndoOwner;
  readonly event: string;
  readonly dagId: DagId | null;
  readonly now: number;
}

/** Keeps how a change is taken back. Returns its token. */
export async function offerUndo(transaction: Queryable, step: UndoStep, offer: UndoOffer): Promise<string> {
  const { now, owner, event, dagId } = offer;
  const token = randomUUID();
  await insertUndoStep(transaction, {
    token,
    owner: owner.name,
    ownerId: owner.userId,
    event,
    dagId,
    step: step as unknown as Json,
    expiresAt: now + UNDO_WINDOW_MS,
  });
  return token;
}

/**
 * Does `work`, which changes these task instances and their runs, and keeps how it is taken back. Returns the token;
 * null for a change that is too large for it.
 */
export async function undoable(
  transaction: Queryable,
  refs: readonly TaskInstanceRef[],
  offer: UndoOffer,
  work: () => Promise<void>,
): Promise<string | null> {
  if (refs.length === 0 || refs.length > MOST_INSTANCES) {
    await work();
    return null;
  }
  const before = await snapshotRuns(transaction, refs);
  await work();
  const after = await snapshotRuns(transaction, refs);
  return offerUndo(transaction, { kind: 'runs', before, after }, offer);
}

/** The same for a variable, which `work` creates, changes or deletes. */
export async function undoableVariable<Result>(
  transaction: Queryable,
  key: string,
  offer: UndoOffer,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly token: string }> {
  const before = await snapshotVariable(transaction, key);
  const result = await work();
  const after = await snapshotVariable(transaction, key);
  return { result, token: await offerUndo(transaction, { kind: 'variable', key, before, after }, offer) };
}

export interface Undone {
  readonly row: UndoRow;
  readonly step: UndoStep;
  /** How many things are as they were. */
  readonly restored: number;
}

/** @throws {UndoUnknownError | UndoExpiredError | UndoOvertakenError} */
export async function takeBack(
  transaction: Queryable,
  token: string,
  { owner, now }: Pick<UndoOffer, 'owner' | 'now'>,
): Promise<Undone> {
  const row = await lockUndoStep(transaction, token);
  if (row === null || row.owner !== owner.name || row.ownerId !== owner.userId) throw new UndoUnknownError();
  if (row.usedAt !== null || row.expiresAt < now) throw new UndoExpiredError(row.usedAt !== null);
  const step = row.step as unknown as UndoStep;
  const restored = await restore(transaction, step, row.dagId);
  await useUndoStep(transaction, token, now);
  return { row, step, restored };
}

async function restore(transaction: Queryable, step: UndoStep, dagId: DagId | null): Promise<number> {
  if (step.kind === 'pause') return restorePause(transaction, step);
  if (step.kind === 'variable') {
    if (await restoreVariable(transaction, step)) return 1;
    throw new UndoOvertakenError([`variable ${step.key}`]);
  }
  const keys = step.before.runs.map((run) => run['id'] as DagRunKey);
  await lockRunsByKey(transaction, keys);
  const changed = await listChangedSince(transaction, step.after, step.before);
  if (changed.length > 0)
    throw new UndoOvertakenError(changed.map(({ runId, taskId, state }) => `${taskId} of ${runId} (${state})`));
  await restoreRuns(transaction, step.before);
  await notifySchedulers(transaction, { kind: 'run', runs: keys, ...(dagId === null ? {} : { dagIds: [dagId] }) });
  return step.before.instances.length;
}

async function restorePause(
  transaction: Queryable,
  { dagIds, wasPaused }: Extract<UndoStep, { kind: 'pause' }>,
): Promise<number> {
  const restored = await pauseDags(transaction, dagIds, wasPaused);
  if (restored.length < dagIds.length)
    throw new UndoOvertakenError(dagIds.filter((dagId) => !restored.includes(dagId)));
  await notifySchedulers(transaction, { kind: 'dag', dagIds: restored });
  return restored.length;
}
