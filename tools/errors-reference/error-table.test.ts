import { expect, test } from 'vitest';
import { readSourceFile } from '../architecture/source-file.ts';
import { compareErrors, parseErrorTable } from './error-table.ts';

const cycle = { code: 'DAG_CYCLE', room: 'sdk', place: 'packages/sdk/src/errors.ts:3' };
const row = { code: 'DAG_CYCLE', room: 'sdk', whatHappened: 'Tasks wait for each other.', whatToDo: 'Cut an edge.' };

test('the table is read cell by cell, its head and other text are not', () => {
  const text = [
    '# Errors',
    '| code | room | what happened | what to do |',
    '| --- | --- | --- | --- |',
    '| `DAG_CYCLE` | sdk | `a \\| b` is a cycle | Cut it. |',
    'Text about `DAG_CYCLE`.',
  ].join('\n');
  expect(parseErrorTable(text)).toEqual([
    { code: 'DAG_CYCLE', room: 'sdk', whatHappened: '`a \\| b` is a cycle', whatToDo: 'Cut it.' },
  ]);
});

test('a table that says the same as the sources has no fault', () => {
  expect(compareErrors([cycle], [row])).toEqual([]);
});

test('an error without line is a fault which gives the line to add', () => {
  expect(compareErrors([cycle], [])).toEqual([
    'packages/sdk/src/errors.ts:3: add the line  | `DAG_CYCLE` | sdk | what happened | what to do |',
  ]);
});

test.each([
  ['a line without error', [], [row], 'remove its line'],
  ['a line with the wrong room', [cycle], [{ ...row, room: 'model' }], 'belongs to room "sdk"'],
  ['a line that says nothing', [cycle], [{ ...row, whatToDo: 'what to do' }], 'does not say'],
  ['a second line', [cycle], [row, row], 'more than one line'],
  ['a code of two errors', [cycle, { ...cycle, place: 'b.ts:1' }], [row], 'packages/sdk/src/errors.ts:3, b.ts:1'],
])('%s is a fault', (_, defined, documented, fault) => {
  expect(compareErrors(defined, documented)).toEqual([expect.stringContaining(fault)]);
});

test('codes are found in classes everywhere, and in objects where errors are defined', () => {
  const inClass =
    "class A extends E { override readonly code = 'A_B'; static code = 'C' as const; abstract code: string; }";
  const inObject = "const a = { code: 'D_E', other: 'F' };";
  const codesOf = (path: string, text: string): string[] =>
    readSourceFile(path, text).errorCodes.map((found) => found.text);
  expect(codesOf('packages/sdk/src/cycle.ts', inClass)).toEqual(['A_B', 'C']);
  expect(codesOf('packages/sdk/src/cycle.ts', inObject)).toEqual([]);
  expect(codesOf('packages/sdk/src/errors.ts', inObject)).toEqual(['D_E']);
  expect(codesOf('packages/sdk/src/cycle-error.ts', inObject)).toEqual(['D_E']);
});
