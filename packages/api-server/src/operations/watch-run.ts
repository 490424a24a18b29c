import { type DagRunKey, isFinishedRun } from '@tradewind/model';
import {
  CHANGED_CHANNEL,
  type DagRunRow,
  type Database,
  findDagRunByKey,
  listTaskInstances,
  type TaskInstanceRow,
} from '@tradewind/store';

/** A run with its task instances at one instant. */
export interface RunSnapshot {
  readonly run: DagRunRow;
  readonly taskInstances: readonly TaskInstanceRow[];
}

/** Should a notification be lost, the run is looked at after this time. */
const SAFETY_POLL_MS = 2000;

/** The run at this instant; null when it does not exist (any more). */
export async function snapshotRun(database: Database, dagRunKey: DagRunKey): Promise<RunSnapshot | null> {
  const run = await findDagRunByKey(database, dagRunKey);
  if (run === null) return null;
  return { run, taskInstances: await listTaskInstances(database, dagRunKey) };
}

/**
 * The run at once, then again whenever a scheduler says that it changed, until it has finished, was deleted or `signal`
 * aborts.
 *
 * It listens before it looks for the first time, so that no change falls between the two.
 */
export async function* watchRun(
  database: Database,
  dagRunKey: DagRunKey,
  signal: AbortSignal,
): AsyncGenerator<RunSnapshot, void, undefined> {
  const connection = await database.connect();
  const change = changeSignal(signal);
  try {
    connection.client.on('notification', ({ payload }) => {
      if (concerns(payload, dagRunKey)) change.raise();
    });
    void connection.ended.then(() => change.raise());
    await connection.client.query(`listen ${CHANGED_CHANNEL}`);
    while (!signal.aborted) {
      change.lower();
      const snapshot = await snapshotRun(database, dagRunKey);
      if (snapshot === null) return;
      yield snapshot;
      if (isFinishedRun(snapshot.run.state)) return;
      await change.raised(SAFETY_POLL_MS);
    }
  } finally {
    change.close();
    await connection.close();
  }
}

/** `{}` means that too much changed to be named. */
function concerns(payload: string | undefined, dagRunKey: DagRunKey): boolean {
  const { runs } = JSON.parse(payload ?? '{}') as { readonly runs?: readonly string[] };
  return runs === undefined || runs.includes(dagRunKey);
}

interface ChangeSignal {
  raise(): void;
  lower(): void;
  /** Resolves when it was raised since it was last lowered, or after `timeoutMs`. */
  raised(timeoutMs: number): Promise<void>;
  close(): void;
}

function changeSignal(abort: AbortSignal): ChangeSignal {
  let isRaised = false;
  let wake = (): void => undefined;
  const raise = (): void => {
    isRaised = true;
    wake();
  };
  abort.addEventListener('abort', raise, { once: true });
  return {
    raise,
    lower: () => {
      isRaised = false;
    },
    raised: (timeoutMs) =>
      new Promise((resolve) => {
        if (isRaised) return resolve();
        const timer = setTimeout(resolve, timeoutMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    close: () => abort.removeEventListener('abort', raise),
  };
}
