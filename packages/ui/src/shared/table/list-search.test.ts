import { expect, test } from 'vitest';
import { isFiltered, listSearch, nextSort } from './list-search.ts';

const read = listSearch({ filters: { q: 'text', via: ['ui', 'api'] }, sorts: ['key'] });

test('what a list does not know is dropped', () => {
  expect(read({ q: 'a', via: 'cli', sort: 'value', page: 3, nothing: null, constructor: 'x' })).toEqual({ q: 'a' });
});

test('known filters, orders and cursors are kept', () => {
  const search = { q: 'a', via: 'ui', sort: '-key', cursor: 'WyJ' };
  expect(read(search)).toEqual(search);
});

test('a filter that looks like a number stays a text', () => {
  expect(read({ q: 42 })).toEqual({ q: '42' });
});

test('neither order nor cursor is a filter', () => {
  expect(isFiltered({ sort: 'key', cursor: 'x' })).toBe(false);
  expect(isFiltered({ q: 'a' })).toBe(true);
});

test('a second click on a column turns its order around', () => {
  expect(nextSort(undefined, 'key')).toBe('key');
  expect(nextSort('key', 'key')).toBe('-key');
  expect(nextSort('-key', 'key')).toBe('key');
});
