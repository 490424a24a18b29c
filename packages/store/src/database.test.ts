import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeTarget, isUnreachable, openDatabase } from './database.ts';

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await createTestDatabase();
});
afterAll(() => test_.drop());

describe('a database', () => {
  test('gives instants as milliseconds with fractions', async () => {
    const [row] = await test_.database.query<{ at: number }>({
      name: 'instant',
      text: `select timestamptz '2026-03-01 12:00:00.123456+02' as at`,
    });
    expect(row?.at).toBeCloseTo(Date.UTC(2026, 2, 1, 10, 0, 0, 123) + 0.456, 3);
  });

  test('rolls a failed transaction back, and the connection can be used again', async () => {
    const add = { name: 'add-variable', text: 'insert into variable (key, value) values ($1, $2)' };
    const failing = test_.database.transaction(async (transaction) => {
      await transaction.query(add, ['a', '1']);
      await transaction.query(add, ['a', '2']);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await test_.database.query({ name: 'count', text: 'select * from variable' })).toEqual([]);
  });

  test('goes on after its connections were ended by the server', async () => {
    const kill = { name: 'kill', text: 'select pg_terminate_backend($1)' };
    const [own] = await test_.database.query<{ pid: number }>({ name: 'pid', text: 'select pg_backend_pid() as pid' });
    const other = openDatabase({ ...test_.options, maxConnections: 1 });
    await other.query(kill, [own?.pid]);
    await other.close();
    const ask = (): Promise<unknown> => test_.database.query({ name: 'one', text: 'select 1 as one' });
    // The pool may not have heard yet that its connection is gone; the next question makes a new one.
    const answer = await ask().catch(ask);
    expect(answer).toEqual([{ one: 1 }]);
  });

  test('that is away is told from a statement that is wrong', async () => {
    const away = openDatabase({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' });
    const refused = await away.query({ name: 'one', text: 'select 1' }).catch((error: unknown) => error);
    const wrong = await test_.database.query({ name: 'wrong', text: 'selec 1' }).catch((error: unknown) => error);
    await away.close();
    expect([isUnreachable(refused), isUnreachable(wrong)]).toEqual([true, false]);
    await expect(away.connect()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });

  test('never shows a password', () => {
    expect(describeTarget({ url: 'postgres://anna:secret@db.example:5432/tw' })).toBe(
      'postgres://anna:***@db.example:5432/tw',
    );
  });
});
