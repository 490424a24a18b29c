import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DagId, RunId, TaskId } from './ids.ts';
import { type FailedAttempt, isEligibleForRetry, isRetryDue, nextRetryAt, retryDelayMs } from './retry-time.ts';
import type { SerializedRetries } from './serialized-dag.ts';

const DAY_MS = 86_400_000;

function attempt(overrides: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    dagId: 'sales' as DagId,
    taskId: 'load' as TaskId,
    runId: 'scheduled__2026-01-01T00:00:00.000Z' as RunId,
    mapIndex: -1,
    logicalDateAt: Date.UTC(2026, 0, 1),
    tryNumber: 1,
    ...overrides,
  };
}

function retry(overrides: Partial<SerializedRetries> = {}): SerializedRetries {
  return { retries: 3, retryDelayMs: 300_000, backoff: 2, maxRetryDelayMs: null, ...overrides };
}

/** The formula of the reference, word for word, in the big integers that it is written for. */
function referenceDelayMs(r: SerializedRetries, name: string, tryNumber: number): number {
  const base = BigInt(Math.max(1, Math.ceil((r.retryDelayMs / 1000) * r.backoff ** (tryNumber - 1))));
  const hash = BigInt(`0x${createHash('sha1').update(name).digest('hex')}`);
  const delay = base + (hash % base);
  return 1000 * Number(delay < 86_400n ? delay : 86_400n);
}

describe('the delay', () => {
  test.each([0, 1])('without back-off (%i) is constant, whatever the try', (backoff) => {
    for (const tryNumber of [1, 2, 50]) {
      const r = retry({ backoff, retryDelayMs: 1500, maxRetryDelayMs: 10 });
      expect(retryDelayMs(r, attempt({ tryNumber }))).toBe(1500);
    }
  });

  test('with back-off equals the formula computed in big integers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.double({ min: 0, max: 10, noNaN: true }).filter((m) => m !== 0 && m !== 1),
        fc.integer({ min: 1, max: 30 }),
        (delayMs, backoff, tryNumber) => {
          const r = retry({ retryDelayMs: delayMs, backoff });
          const name = `sales#load#2026-01-01T00:00:00.000Z#${tryNumber}`;
          expect(retryDelayMs(r, attempt({ tryNumber }))).toBe(referenceDelayMs(r, name, tryNumber));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('lies in [b, 2b) and is never more than a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.string(), (tryNumber, id) => {
        const delay = retryDelayMs(retry({ retryDelayMs: 1000 }), attempt({ tryNumber, dagId: id as DagId }));
        const base = 1000 * 2 ** (tryNumber - 1);
        expect(delay).toBeGreaterThanOrEqual(Math.min(base, DAY_MS));
        expect(delay).toBeLessThanOrEqual(DAY_MS);
        if (2 * base < DAY_MS) expect(delay).toBeLessThan(2 * base);
      }),
    );
  });

  test('stays a day when the exponent overflows', () => {
    expect(retryDelayMs(retry({ backoff: 10 }), attempt({ tryNumber: 5000 }))).toBe(DAY_MS);
  });

  test('is at least a second with back-off, even when the retry delay is zero', () => {
    expect(retryDelayMs(retry({ retryDelayMs: 0 }), attempt())).toBe(1000);
  });

  test('is cut at the maximum', () => {
    expect(retryDelayMs(retry({ maxRetryDelayMs: 60_000 }), attempt())).toBe(60_000);
  });

  test('differs between mapped instances, and between runs without logical date', () => {
    const delays = [0, 1, 2, 3, 4, 5].map((mapIndex) => retryDelayMs(retry(), attempt({ mapIndex })));
    expect(new Set(delays).size).toBeGreaterThan(3);
    const manual = ['a', 'b', 'c', 'd', 'e', 'f'].map((runId) =>
      retryDelayMs(retry(), attempt({ logicalDateAt: null, runId: runId as RunId })),
    );
    expect(new Set(manual).size).toBeGreaterThan(3);
  });
});

describe('the next try', () => {
  test('is counted from the end of the failed attempt', () => {
    expect(nextRetryAt(retry({ backoff: 0 }), attempt(), 1_000_000)).toBe(1_300_000);
  });

  test('obeys an override, also one of zero', () => {
    expect(nextRetryAt(retry(), attempt(), 1_000_000, 5)).toBe(1_000_005);
    expect(nextRetryAt(retry(), attempt(), 1_000_000, 0)).toBe(1_000_000);
  });

  test('is due after its instant, not at it', () => {
    expect([isRetryDue(5, 4), isRetryDue(5, 5), isRetryDue(5, 5.001)]).toEqual([false, false, true]);
  });
});

describe('eligibility', () => {
  test.each([
    [0, 1, 0, false],
    [0, 1, 5, false],
    [2, 1, 2, true],
    [2, 2, 2, true],
    [2, 3, 2, false],
    [2, 4, 5, true],
  ])('with %i retries, try %i and max tries %i: %s', (retries, tryNumber, maxTries, expected) => {
    expect(isEligibleForRetry({ retries, tryNumber, maxTries })).toBe(expected);
  });

  test('grants retries + 1 tries, and as many again after a clear', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 }), (retries, clears) => {
        let tryNumber = 0;
        let maxTries = retries;
        for (let round = 0; round <= clears; round++) {
          const before = tryNumber;
          do tryNumber += 1;
          while (isEligibleForRetry({ retries, tryNumber, maxTries }));
          expect(tryNumber - before).toBe(retries + 1);
          maxTries = tryNumber + retries;
        }
      }),
    );
  });
});
