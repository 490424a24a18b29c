import { expect, test } from 'vitest';
import { codeFrame } from './code-frame.ts';

const text = 'one\ntwo\nthree\nfour\nfive\n';

test('two lines above and below, the line marked, the column pointed at', () => {
  expect(codeFrame(text, { file: 'a.ts', line: 3, column: 2 })).toBe(
    ['a.ts:3:2', '  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five'].join('\n'),
  );
});

test('at the edges there are fewer lines', () => {
  expect(codeFrame('only', { file: 'a.ts', line: 1, column: null })).toBe('a.ts:1\n> 1 | only');
});

test('a line that the text does not have gives no frame', () => {
  expect(codeFrame('only', { file: 'a.ts', line: 7, column: 1 })).toBeNull();
});
