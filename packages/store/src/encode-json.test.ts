import { expect, test } from 'vitest';
import { encodeJson } from './encode-json.ts';

test('ordinary values are plain JSON', () => {
  const value = [{ text: 'caf\u00e9 \ud83d\ude80', list: [1, null, true] }];
  expect(encodeJson(value)).toBe(JSON.stringify(value));
});

test('characters that PostgreSQL cannot store are replaced, in values and in keys', () => {
  expect(JSON.parse(encodeJson([{ 'a\0': 'b\0c', deep: { half: '\ud83d!' } }]))).toEqual([
    { 'a\uFFFD': 'b\uFFFDc', deep: { half: '\uFFFD!' } },
  ]);
});

test('JSON inside of a text keeps its escapes', () => {
  const encoded = JSON.stringify('a\0b');
  expect(JSON.parse(encodeJson([{ v: encoded }]))).toEqual([{ v: encoded }]);
});
