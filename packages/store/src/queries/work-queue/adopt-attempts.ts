import type { AttemptId, ExecutorId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const adoptAttemptsStatement: Statement = {
  name: 'adopt-attempts',
  text: `with open as (
           update workload set owner = $1 where attempt_id = any($2::uuid[])
           returning attempt_id, queue
         ), told as (
           update attempt_report set owner = $1 where attempt_id = any($2::uuid[]) returning attempt_id, kind
         )
         select attempt_id as "attemptId", queue from open
         union all
         select attempt_id, null from told where kind <> 'started'`,
};

export interface AdoptedAttempt {
  readonly attemptId: AttemptId;
  /** Null: its end waits to be recorded. */
  readonly queue: string | null;
}

/**
 * Makes this executor the owner of attempts, whoever submitted them. Returns those that exist; the others are lost.
 *
 * Locks the rows of these attempts. Index: primary keys.
 */
export async function adoptAttempts(
  database: Queryable,
  owner: ExecutorId,
  attemptIds: readonly AttemptId[],
): Promise<readonly AdoptedAttempt[]> {
  const found = await database.query<AdoptedAttempt>(adoptAttemptsStatement, [owner, attemptIds]);
  const missing = missingOf(attemptIds, found);
  if (missing.length === 0) return found;
  // An end that was reported while we waited for its row is visible to the next statement only.
  return [...found, ...(await database.query<AdoptedAttempt>(adoptAttemptsStatement, [owner, missing]))];
}

function missingOf(attemptIds: readonly AttemptId[], found: readonly AdoptedAttempt[]): readonly AttemptId[] {
  const known = new Set(found.map(({ attemptId }) => attemptId));
  return attemptIds.filter((attemptId) => !known.has(attemptId));
}
