import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

test('only what differs is told', () => {
  expect(changedFields({ slots: 1, name: 'a' }, { slots: 2, name: 'a' })).toEqual([
    { name: 'slots', before: '1', after: '2' },
  ]);
});

test('what was made has nothing before, what was deleted nothing after', () => {
  expect(changedFields(null, { key: 'a' })).toEqual([{ name: 'key', before: undefined, after: 'a' }]);
  expect(changedFields({ key: 'a' }, null)).toEqual([{ name: 'key', before: 'a', after: undefined }]);
});

test('values that are no objects are told whole', () => {
  expect(changedFields([1], [1, 2])).toEqual([{ name: '', before: '[1]', after: '[1,2]' }]);
  expect(changedFields(null, null)).toEqual([]);
});
