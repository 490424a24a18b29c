import { type EncodedValue, encodeValue, type RunFacts } from '@tradewind/model';
import { branch, dag, Fail, RetryIn, task } from '@tradewind/sdk';
import type { TaskServices } from '@tradewind/sdk/runtime';
import { describe, expect, test } from 'vitest';
import { type AttemptFacts, runAttempt } from './run-attempt.ts';

const RUN = { dagId: 'pipeline', runId: 'r', runType: 'manual', logicalDateAt: null, conf: {} } as unknown as RunFacts;
const SERVICES = { signal: new AbortController().signal, now: Date.now, log: () => {} } as unknown as TaskServices;
const LIMITS = { maxXComBytes: 100 };

function facts(taskId: string, inputs: { readonly [taskId: string]: EncodedValue } = {}, conf = {}): AttemptFacts {
  return {
    taskId: taskId as AttemptFacts['taskId'],
    mapIndex: -1,
    tryNumber: 1,
    maxTries: 1,
    run: { ...RUN, conf },
    inputs,
  };
}

const numbers = task('numbers', () => new Map([['a', 1n]]));
const sum = task(
  'sum',
  (input: { map: Map<string, bigint>; extra: number }) => Number(input.map.get('a')) + input.extra,
);
const shout = task('shout', (_: undefined, { params }) => String(params['word']).toUpperCase());
const quit = task('quit', () => {
  throw new Fail('no card');
});
const later = task('later', () => {
  throw new RetryIn('10m');
});
const choose = branch('choose', () => 'left' as 'left' | 'right');
const pipeline = dag(
  'pipeline',
  { params: { type: 'object', properties: { word: { type: 'string', default: 'hey' } } } },
  () => {
    sum({ map: numbers(), extra: 2 });
    choose().to({ left: shout(), right: quit() });
    later();
  },
);

describe('running an attempt in this process', () => {
  test('the result is encoded, and inputs arrive as they were', async () => {
    const first = await runAttempt(pipeline, facts('numbers'), SERVICES, LIMITS);
    expect(first).toEqual({ outcome: { kind: 'success', result: encodeValue(new Map([['a', 1n]])) }, rendered: null });
    const { result } = first.outcome as { readonly result: EncodedValue };
    const second = await runAttempt(pipeline, facts('sum', { numbers: result }), SERVICES, LIMITS);
    expect(second.outcome).toEqual({ kind: 'success', result: '3' });
  });

  test('params come from the configuration of the run, with defaults', async () => {
    expect((await runAttempt(pipeline, facts('shout'), SERVICES, LIMITS)).outcome).toMatchObject({ result: '"HEY"' });
    const given = await runAttempt(pipeline, facts('shout', {}, { word: 'ho' }), SERVICES, LIMITS);
    expect(given.outcome).toMatchObject({ result: '"HO"' });
    const invalid = await runAttempt(pipeline, facts('shout', {}, { word: 5 }), SERVICES, LIMITS);
    expect(invalid.outcome).toMatchObject({ kind: 'failed', isRetryable: false, error: { code: 'PARAMS_INVALID' } });
  });

  test('a branch says whom to follow', async () => {
    const { outcome } = await runAttempt(pipeline, facts('choose'), SERVICES, LIMITS);
    expect(outcome).toMatchObject({ kind: 'success', skips: { kind: 'follow', taskIds: ['shout'] } });
  });

  test('what a task throws to steer itself is its outcome', async () => {
    expect((await runAttempt(pipeline, facts('quit'), SERVICES, LIMITS)).outcome).toMatchObject({
      kind: 'failed',
      isRetryable: false,
      error: { message: 'no card' },
    });
    expect((await runAttempt(pipeline, facts('later'), SERVICES, LIMITS)).outcome).toMatchObject({
      kind: 'failed',
      isRetryable: true,
      retryInMs: 600_000,
    });
  });

  test('a size is counted in bytes, not in characters', async () => {
    const big = dag('big', {}, () => {
      task('just', () => '€'.repeat(32))();
      task('over', () => '€'.repeat(33))();
    });
    expect((await runAttempt(big, facts('just'), SERVICES, LIMITS)).outcome.kind).toBe('success');
    expect((await runAttempt(big, facts('over'), SERVICES, LIMITS)).outcome).toMatchObject({
      isRetryable: false,
      error: { code: 'XCOM_TOO_LARGE', message: expect.stringContaining('101 bytes') },
    });
  });
});
