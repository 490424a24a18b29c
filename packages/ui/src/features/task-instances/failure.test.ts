import { expect, test } from 'vitest';
import { readFailure } from './failure.ts';

const bundle = `/home/me/.tradewind/bundles/${'82397f38'.repeat(8)}`;

test('the first frame is the first one in the DAG folder', () => {
  const stack = [
    'TypeError: expected a number',
    '    at parse (node:internal/util:12:3)',
    `    at Object.run (${bundle}/finance/nightly.ts:14:120)`,
    `    at async other (file://${bundle}/other.ts:1:1)`,
  ].join('\n');
  const failure = readFailure({ name: 'TypeError', message: 'expected a number', stack, code: null, cause: null });
  expect(failure?.frame).toEqual({ function: 'Object.run', file: 'finance/nightly.ts', line: 14 });
});

test('without one of ours the first frame counts, and without a stack there is none', () => {
  const error = { name: 'Error', message: 'no', code: null, cause: null };
  expect(readFailure({ ...error, stack: 'Error: no\n    at /usr/lib/x.js:3:4' })?.frame).toEqual({
    function: null,
    file: '/usr/lib/x.js',
    line: 3,
  });
  expect(readFailure({ ...error, stack: null })).toMatchObject({ frame: null, stack: 'Error: no' });
});

test('causes stand below', () => {
  const cause = { name: 'SyntaxError', message: 'odd', stack: null, code: null, cause: null };
  expect(readFailure({ name: 'Error', message: 'no', stack: null, cause })?.stack).toBe(
    'Error: no\nCaused by SyntaxError: odd',
  );
});

test('what is no error is none', () => {
  for (const value of [null, undefined, 'x', 5, {}, { name: 1, message: 'x' }]) expect(readFailure(value)).toBeNull();
});
