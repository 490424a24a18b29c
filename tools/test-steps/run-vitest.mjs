import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../bootstrap/run-command.mjs';
import { failed } from './step-outcome.mjs';

const limitMs = 60 * 60_000;

/**
 * Runs all tests, and counts them one by one from the report that Vitest writes.
 *
 * A file that cannot be loaded, an error outside of any test and a run without a test count as one failure each.
 *
 * @param {readonly string[]} args further arguments of `vitest run`
 * @returns {Promise<import('./step-outcome.mjs').StepOutcome>}
 */
export async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const { code, timedOut } = await runCommand('vitest', ['run', ...reporters, ...args], { limitMs });
    if (timedOut) return failed(`the tests did not end within ${limitMs / 60_000} minutes`);
    return countTests(readReport(reportFile), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What of the JSON report counts.
 *
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests skipped ones
 * @property {number} numTodoTests
 * @property {readonly { readonly status: string, readonly assertionResults: readonly { readonly status: string }[] }[]} testResults
 */

/**
 * @param {VitestReport | undefined} report
 * @param {number} code
 * @returns {import('./step-outcome.mjs').StepOutcome}
 */
export function countTests(report, code) {
  if (report === undefined) return failed(`vitest ended with code ${code} and without a report`);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const outcome = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (outcome.failed === 0 && outcome.passed === 0) return { ...outcome, failed: 1, remark: 'no test ran' };
  if (outcome.failed === 0 && code !== 0) {
    return { ...outcome, failed: 1, remark: `every test passed, but vitest ended with code ${code}` };
  }
  return outcome;
}

/**
 * @param {string} file
 * @returns {VitestReport | undefined}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
