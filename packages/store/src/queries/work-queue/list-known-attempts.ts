import type { AttemptId, ExecutorId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const listKnownAttemptsStatement: Statement = {
  name: 'list-known-attempts',
  text: `select attempt_id as "attemptId" from workload where attempt_id = any($2::uuid[]) and owner = $1
         union
         select attempt_id from attempt_report where attempt_id = any($2::uuid[]) and owner = $1`,
};

/** Which of these attempts belong to this owner: in the queue, with a worker, or with a report. Index: primary keys. */
export async function listKnownAttempts(
  database: Queryable,
  owner: ExecutorId,
  attemptIds: readonly AttemptId[],
): Promise<readonly AttemptId[]> {
  const rows = await database.query<{ attemptId: AttemptId }>(listKnownAttemptsStatement, [owner, attemptIds]);
  return rows.map(({ attemptId }) => attemptId);
}
