import type { AttemptId, DagId, DagRunKey, RunId, TaskId, WorkerId } from '@tradewind/model';
import { expect, test } from 'vitest';
import {
  ATTEMPT_TOKEN_LIFE_MS,
  type AttemptClaims,
  executionTokens,
  LATE_TOKEN_LIFE_MS,
  WORKER_TOKEN_LIFE_MS,
} from './execution-tokens.ts';

const secret = Buffer.alloc(32, 7);
const attempt: AttemptClaims = {
  scope: 'ti:self',
  attemptId: 'a' as AttemptId,
  workerId: 'w' as WorkerId,
  dagRunKey: 'r' as DagRunKey,
  place: { dagId: 'd' as DagId, runId: 'ü/1' as RunId, taskId: 't' as TaskId, mapIndex: -1, tryNumber: 1 },
};

test('what was signed is read', () => {
  const tokens = executionTokens(secret, () => 1_000_000);
  const { token, expiresAt } = tokens.issue(attempt);
  expect(tokens.read(token)).toEqual({ claims: attempt, isNearEnd: false });
  expect(expiresAt).toBe(1_000_000 + ATTEMPT_TOKEN_LIFE_MS);
});

test('a token is near its end when less than a fifth of its life is left, and is worth nothing after it', () => {
  let at = 0;
  const tokens = executionTokens(secret, () => at);
  const { token } = tokens.issue({ scope: 'worker', workerId: 'w' as WorkerId, name: 'w', queues: [], slots: 1 });
  at = WORKER_TOKEN_LIFE_MS * 0.79;
  expect(tokens.read(token)?.isNearEnd).toBe(false);
  at = WORKER_TOKEN_LIFE_MS * 0.81;
  expect(tokens.read(token)?.isNearEnd).toBe(true);
  at = WORKER_TOKEN_LIFE_MS + 1;
  expect(tokens.read(token)).toBeNull();
});

test('a token for last lines lives for minutes', () => {
  let at = 0;
  const tokens = executionTokens(secret, () => at);
  const { token } = tokens.issue({ ...attempt, isLate: true });
  at = LATE_TOKEN_LIFE_MS - 1;
  expect(tokens.read(token)?.isNearEnd).toBe(true);
  at = LATE_TOKEN_LIFE_MS;
  expect(tokens.read(token)).toBeNull();
});

test.each([
  ['of another secret', executionTokens(Buffer.alloc(32, 8)).issue(attempt).token],
  ['that says something else', swap(executionTokens(secret).issue(attempt).token)],
  [
    'without a signature',
    executionTokens(secret)
      .issue(attempt)
      .token.replace(/\.[^.]+$/, '.'),
  ],
  [
    'with another algorithm',
    executionTokens(secret)
      .issue(attempt)
      .token.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url')),
  ],
  ['that is none', 'secret'],
  ['that is empty', ''],
])('a token %s is worth nothing', (_what, token) => {
  expect(executionTokens(secret).read(token)).toBeNull();
});

function swap(token: string): string {
  const [header, , signature] = token.split('.');
  const body = { iss: 'tradewind-execution', iat: 0, exp: 9e9, claims: { ...attempt, attemptId: 'b' } };
  return [header, Buffer.from(JSON.stringify(body)).toString('base64url'), signature].join('.');
}
