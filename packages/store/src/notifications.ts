/**
 * What processes tell each other through PostgreSQL. A notification says "look again at these"; the rows are the truth.
 *
 * Payloads are at most 8,000 bytes in PostgreSQL, so one that names too much says "everything" instead.
 */
import type { DagId, DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from './database.ts';
import { encodeJson } from './encode-json.ts';
import type { NewRun } from './queries/create-runs.ts';

/** For schedulers: something changed from outside. */
export const WAKE_CHANNEL = 'tradewind';
/** For those who watch: a scheduler committed changes of these runs. At most one in 50 ms. */
export const CHANGED_CHANNEL = 'tradewind_changed';

export type Wake =
  /** DAGs were stored, paused, un-paused or deleted. Absent `dagIds`: any of them. */
  | { readonly kind: 'dag'; readonly dagIds?: readonly DagId[] }
  /** Runs were created, cleared, marked or deleted. Absent `runs`: any of them. */
  | { readonly kind: 'run'; readonly runs?: readonly DagRunKey[]; readonly dagIds?: readonly DagId[] }
  /** A run was created; this is what its row says, so that it need not be read. */
  | { readonly kind: 'created'; readonly run: NewRun }
  | { readonly kind: 'pool' };

/** In bytes of UTF-8. */
const LONGEST = 7_900;

const notifyStatement: Statement = { name: 'notify', text: 'select pg_notify($1, $2)' };

/** Sends `wake` when the transaction of `database` commits. */
export async function notifySchedulers(database: Queryable, wake: Wake): Promise<void> {
  await database.query(notifyStatement, [WAKE_CHANNEL, wakePayload(wake)]);
}

/** `wake`, or as much of it as a notification can hold. */
export function wakePayload(wake: Wake): string {
  const payload = encodeJson(wake);
  if (Buffer.byteLength(payload) <= LONGEST) return payload;
  if (wake.kind !== 'created') return JSON.stringify({ kind: wake.kind });
  const { dagRunKey, dagId } = wake.run;
  return wakePayload({ kind: 'run', runs: [dagRunKey], dagIds: [dagId] });
}

/** Tells watchers that these runs changed. */
export async function notifyWatchers(database: Queryable, runs: readonly DagRunKey[]): Promise<void> {
  const payload = JSON.stringify({ runs });
  await database.query(notifyStatement, [CHANGED_CHANNEL, Buffer.byteLength(payload) > LONGEST ? '{}' : payload]);
}

/** @throws {SyntaxError} when the payload is not ours. */
export function readWake(payload: string): Wake {
  return JSON.parse(payload) as Wake;
}
