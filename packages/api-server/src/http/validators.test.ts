import { Type } from '@sinclair/typebox';
import { createToken, createTokenCli, type FieldProblemShape, signIn } from '@tradewind/contract';
import { joinAsWorker } from '@tradewind/contract/execution';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { HttpProblem } from './http-problem.ts';
import { checkOf } from './validators.ts';

const Closed = Type.Object({ name: Type.String(), size: Type.Integer() }, { additionalProperties: false });

function problemsWith(check: (value: unknown) => unknown, value: unknown): readonly FieldProblemShape[] {
  try {
    check(value);
  } catch (error) {
    if (error instanceof HttpProblem) return error.detail as readonly FieldProblemShape[];
    throw error;
  }
  return [];
}

const unknownKeys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key_${at}`, at]));

describe('a check', () => {
  const check = checkOf('body', Closed);

  test('tells every fault of a small body', () => {
    expect(problemsWith(check, { size: 'x', odd: 1 }).map(({ loc }) => loc)).toEqual([
      ['body', 'name'],
      ['body', 'odd'],
      ['body', 'size'],
    ]);
  });

  test('tells a hundred faults, of which the last says how many more there are', () => {
    const problems = problemsWith(check, { name: 'a', size: 1, ...unknownKeys(150) });
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)).toMatchObject({ type: 'too_many_problems', loc: ['body'], msg: /^51 more faults/ });
  });

  test('tells the first fault of a large body alone', () => {
    expect(problemsWith(check, { name: 'a', size: 1, ...unknownKeys(200_000) })).toHaveLength(1);
    expect(problemsWith(check, { odd: 'x'.repeat(1_000_000) })).toHaveLength(1);
  });

  test('says nothing large again', () => {
    expect(problemsWith(check, { size: 1, ['odd'.repeat(1000)]: 'x'.repeat(10_000) })).toMatchObject([
      { loc: ['body', 'name'], input: null },
      { loc: ['body', expect.stringMatching(/^.{300}…$/)], input: null },
    ]);
  });

  test('takes a large body that is right', () => {
    const numbers = checkOf('body', Type.Array(Type.Integer()));
    expect(
      problemsWith(
        numbers,
        Array.from({ length: 100_000 }, (_, at) => at),
      ),
    ).toEqual([]);
  });

  test('of a route for everybody tells the first fault', () => {
    const first = checkOf('body', Closed, { tellsAll: false });
    expect(problemsWith(first, { size: 'x', odd: 1 })).toHaveLength(1);
  });
});

describe('routes for everybody', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  const send = (url: string, body: unknown) => api.app.inject({ method: 'POST', url, payload: body as object });

  test.each([createToken, createTokenCli, signIn].map(({ id, path }) => [id, path]))(
    '%s takes no body but a small one',
    async (_, path) => {
      expect((await send(path, unknownKeys(200_000))).statusCode).toBe(413);
      const refusal = await send(path, unknownKeys(500));
      expect([refusal.statusCode, refusal.json().detail]).toEqual([422, [expect.anything()]]);
    },
  );

  test('to join is small as well, with room for a thousand queues of long names', () => {
    const queues = Array.from({ length: 1000 }, (_, at) => `${at}`.padStart(250, 'q'));
    const facts = { join_token: 't'.repeat(1000), name: 'n'.repeat(250), host: 'h'.repeat(250), queues };
    const longest = JSON.stringify({ ...facts, worker_id: crypto.randomUUID(), version: 'v'.repeat(100) });
    expect(longest.length).toBeLessThan(joinAsWorker.maxBodyBytes);
    expect(joinAsWorker.maxBodyBytes).toBeLessThan(512 * 1024);
  });
});
