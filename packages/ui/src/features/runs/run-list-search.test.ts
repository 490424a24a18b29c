import { DAG_RUN_STATES, DAG_RUN_TYPES } from '@tradewind/model';
import { expect, test } from 'vitest';
import { RUN_STATES, RUN_TYPES, readRunListSearch } from './run-list-search.ts';

test('all states and types can be filtered by', () => {
  expect([...RUN_STATES].sort()).toEqual([...DAG_RUN_STATES].sort());
  expect([...RUN_TYPES].sort()).toEqual([...DAG_RUN_TYPES].sort());
});

test('what is no filter is dropped', () => {
  expect(readRunListSearch({ state: 'failed', type: 'odd', dag: '', cursor: 5, x: 1 })).toEqual({ state: 'failed' });
  expect(readRunListSearch({ state: ['failed'], dag: 'etl', type: 'manual', cursor: 'c' })).toEqual({
    type: 'manual',
    dag: 'etl',
    cursor: 'c',
  });
});
