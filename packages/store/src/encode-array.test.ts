import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bigintElement,
  doubleElement,
  type ElementType,
  encodeArray,
  instantElement,
  integerElement,
  jsonElement,
  textElement,
  uuidElement,
} from './encode-array.ts';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** What PostgreSQL understood, as text. */
async function understood<Value>(
  element: ElementType<Value>,
  type: string,
  values: readonly (Value | null)[],
): Promise<readonly (string | null)[]> {
  const statement = { name: `read-${type}`, text: `select value::text from unnest($1::${type}[]) as value` };
  const parameter = encodeArray(element, values, (value) => value);
  return (await testDatabase.database.query<{ value: string | null }>(statement, [parameter])).map(
    ({ value }) => value,
  );
}

test('UUIDs of either case arrive', async () => {
  const ids = ['0199aaaa-bbbb-7ccc-8ddd-eeeeffff0123', '00000000-0000-0000-0000-0000000000FF'];
  expect(await understood(uuidElement, 'uuid', ids)).toEqual(ids.map((id) => id.toLowerCase()));
});

test('numbers arrive, up to the largest that are exact', async () => {
  expect(await understood(integerElement, 'integer', [0, -1, 2_147_483_647])).toEqual(['0', '-1', '2147483647']);
  const large = [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 4_294_967_296, -4_294_967_297];
  expect(await understood(bigintElement, 'bigint', large)).toEqual(large.map(String));
  expect(await understood(doubleElement, 'float8', [0.1, -2.5e300])).toEqual(['0.1', '-2.5e+300']);
});

test('instants keep their microseconds, before and after 2000', async () => {
  const instants = [Date.UTC(2026, 10, 22, 12, 30, 1) + 0.123, Date.UTC(1969, 6, 20, 20, 17, 40)];
  expect(await understood(instantElement, 'timestamptz', instants)).toEqual([
    '2026-11-22 12:30:01.000123+00',
    '1969-07-20 20:17:40+00',
  ]);
});

test('texts arrive, short and long, whatever their script', async () => {
  const texts = ['', 'plain', 'café 🚀', '東京'.repeat(100), 'a'.repeat(200_000)];
  expect(await understood(textElement, 'text', texts)).toEqual(texts);
});

test('characters that PostgreSQL cannot store are replaced', async () => {
  expect(await understood(textElement, 'text', ['a\0b', 'half \ud83d!'])).toEqual(['a\uFFFDb', 'half \uFFFD!']);
});

test('JSON arrives, and what cannot be stored in it is replaced', async () => {
  expect(await understood(jsonElement, 'jsonb', [{ code: 'x' }, { text: 'é\0' }])).toEqual([
    '{"code": "x"}',
    '{"text": "é\uFFFD"}',
  ]);
});

test('nulls keep their places, and nothing but nulls is null', async () => {
  expect(await understood(integerElement, 'integer', [null, 7, null])).toEqual([null, '7', null]);
  expect(encodeArray(integerElement, [null, undefined], (value) => value)).toBeNull();
  expect(encodeArray(integerElement, [], (value: null) => value)).toBeNull();
});
