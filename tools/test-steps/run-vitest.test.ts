import { expect, test } from 'vitest';
import { countTests } from './run-vitest.mjs';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('passed, failed and skipped tests are counted one by one', () => {
  const file = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'failed' }] };
  expect(countTests({ ...report, numFailedTests: 2, testResults: [file] }, 1)).toEqual({
    passed: 3,
    failed: 2,
    skipped: 2,
  });
});

test('a file that cannot be loaded is one failure', () => {
  const file = { status: 'failed', assertionResults: [] };
  expect(countTests({ ...report, testResults: [file] }, 1)).toMatchObject({ passed: 3, failed: 1 });
});

test.each([
  ['no report', undefined, 1, 'without a report'],
  ['no report in spite of code 0', undefined, 0, 'without a report'],
  ['no test', { ...report, numPassedTests: 0 }, 0, 'no test ran'],
  ['an error outside of any test', report, 1, 'ended with code 1'],
])('%s is a failure that says so', (_, given, code, remark) => {
  expect(countTests(given, code)).toMatchObject({ failed: 1, remark: expect.stringContaining(remark) });
});
