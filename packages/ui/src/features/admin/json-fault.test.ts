import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

test('a text that is no JSON at all is not at fault', () => {
  expect(jsonFault('')).toBeNull();
  expect(jsonFault('postgres://host/db')).toBeNull();
});

test('JSON is not at fault', () => {
  expect(jsonFault('{"a": [1, 2]}')).toBeNull();
});

test('what begins like JSON and is none is', () => {
  expect(jsonFault(' {"a": 1,}')).toMatch(/JSON/);
});
