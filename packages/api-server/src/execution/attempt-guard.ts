/** Sees to it that an attempt speaks of itself alone, and only as long as it is its worker's. */
import { type Database, findWorkload, type WorkloadRow } from '@tradewind/store';
import { HttpProblem } from '../http/http-problem.ts';
import type { AttemptClaims } from './execution-tokens.ts';

/** @throws {HttpProblem} 403 when the path names another one. */
export function requireSelf({ attemptId }: AttemptClaims, named: string): void {
  if (named === attemptId) return;
  throw new HttpProblem(403, `This token is for the attempt ${attemptId} alone, and the path names ${named}.`);
}

/** @throws {HttpProblem} 410 when the attempt has ended, or was given away. */
export async function requireHeld(database: Database, { attemptId, workerId }: AttemptClaims): Promise<WorkloadRow> {
  const row = await findWorkload(database, attemptId);
  if (row?.workerId === workerId) return row;
  throw notYours();
}

/**
 * The last lines of an attempt come after its end: for as long as its token is worth something, which is a few minutes.
 *
 * @throws {HttpProblem} 410 when it was given away.
 */
export async function requireNotGivenAway(database: Database, { attemptId, workerId }: AttemptClaims): Promise<void> {
  const row = await findWorkload(database, attemptId);
  if (row !== null && row.workerId !== workerId) throw notYours();
}

function notYours(): HttpProblem {
  return new HttpProblem(410, {
    reason: 'ATTEMPT_NOT_YOURS',
    name: 'AttemptNotYoursError',
    message: 'The attempt was given up, or has ended; nothing may be asked for in its name any more.',
  });
}
