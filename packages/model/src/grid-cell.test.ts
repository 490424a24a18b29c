import { expect, test } from 'vitest';
import { ABSENT_CELL, CELL_STATES, decodeCell, encodeCell, gravestState } from './grid-cell.ts';
import { TASK_INSTANCE_STATES } from './task-instance-state.ts';

test('every state has a code of four bits, which is not that of an absent task', () => {
  expect([...CELL_STATES].sort()).toEqual([...TASK_INSTANCE_STATES].sort());
  for (const state of TASK_INSTANCE_STATES) expect(encodeCell(state)).toBeLessThan(ABSENT_CELL);
});

test('a cell is read as it was written', () => {
  for (const state of TASK_INSTANCE_STATES) {
    for (let bits = 0; bits < 16; bits += 1) {
      const [isRetried, isMixed, isNoted, isLate] = [1, 2, 4, 8].map((bit) => (bits & bit) !== 0) as boolean[];
      const flags = { isRetried: isRetried!, isMixed: isMixed!, isNoted: isNoted!, isLate: isLate! };
      expect(decodeCell(encodeCell(state, flags))).toEqual({ state, ...flags });
    }
  }
  expect(decodeCell(ABSENT_CELL).state).toBeNull();
});

test('a failure stands for everything beside it', () => {
  expect(gravestState(['success', 'failed', 'running'])).toBe('failed');
  expect(gravestState(['success', 'running'])).toBe('running');
  expect(gravestState([])).toBeNull();
  for (const state of TASK_INSTANCE_STATES) expect(gravestState([state])).toBe(state);
});
