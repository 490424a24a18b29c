import type { AttemptOutcome } from '@tradewind/model';
import { steeringOf } from '../steer.ts';
import { serializeError } from './serialize-error.ts';

/** How an attempt ends that threw `error`: as `Skip`, `Fail` or `RetryIn` say, else as a failure that may be retried. */
export function errorToOutcome(error: unknown): AttemptOutcome {
  const steering = steeringOf(error);
  switch (steering?.kind) {
    case 'skip':
      return { kind: 'skipped', reason: error instanceof Error ? error.message : 'skipped by the task' };
    case 'fail':
      return { kind: 'failed', error: serializeError(error), isRetryable: false };
    case 'retry':
      return { kind: 'failed', error: serializeError(error), isRetryable: true, retryInMs: steering.retryInMs };
    case undefined:
      return { kind: 'failed', error: serializeError(error), isRetryable: true };
  }
}
