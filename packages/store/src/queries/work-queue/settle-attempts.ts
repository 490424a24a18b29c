import type { AttemptId, ExecutorId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const settleAttemptsStatement: Statement = {
  name: 'settle-attempts',
  text: 'delete from attempt_report where attempt_id = any($2::uuid[]) and owner = $1',
};

/** Forgets reports whose attempts are recorded for good; those of other owners stay. Index: primary key. */
export async function settleAttempts(
  database: Queryable,
  owner: ExecutorId,
  attemptIds: readonly AttemptId[],
): Promise<void> {
  await database.query(settleAttemptsStatement, [owner, attemptIds]);
}
