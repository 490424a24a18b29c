/**
 * `npm test`: everything that has to hold, from a fresh clone on, on plain Node 20 or newer with nothing installed.
 *
 * Every step runs, whatever became of the ones before it. The last line counts each test, and each other step as one;
 * the exit code is 0 when nothing failed. `npm test -- tsc vitest` runs only the steps of these names.
 */
import { installPackages } from './bootstrap/install-packages.mjs';
import { auditPackages } from './test-steps/audit-packages.mjs';
import { provideServices } from './test-steps/provide-services.mjs';
import { runTool } from './test-steps/run-tool.mjs';
import { runVitest } from './test-steps/run-vitest.mjs';
import { failed } from './test-steps/step-outcome.mjs';

const ci = process.env['CI'];
const isCi = ci !== undefined && ci !== '' && ci !== 'false';

/** @type {Readonly<Record<string, () => Promise<import('./test-steps/step-outcome.mjs').StepOutcome>>>} */
const steps = {
  services: () => provideServices({ isCi }),
  biome: () => runTool('biome', ['check', '--error-on-warnings', '.']),
  oxlint: () => runTool('oxlint', ['--type-aware', '--deny-warnings']),
  tsc: () => runTool('tsc', ['-p', 'tsconfig.json']),
  'tsc-ui': () => runTool('tsc', ['-p', 'packages/ui']),
  knip: () => runTool('knip', ['--no-progress', '--no-config-hints']),
  build: () => runTool('tsc', ['-b', 'tsconfig.build.json']),
  'build-ui': () => runTool('vite', ['build', '--logLevel', 'warn', 'packages/ui']),
  vitest: () => runVitest([]),
  audit: () => auditPackages(),
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const unknown = names.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step "${unknown.join('", "')}". The steps are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const summary = [];
if (await installPackages()) {
  for (const name of names) await runStep(name);
} else {
  add('install', failed('the packages could not be installed'), 0);
}
console.log(['', 'Summary', ...summary, ''].join('\n'));
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @param {string} name */
async function runStep(name) {
  console.log(`\n--- ${name}`);
  const startedAt = performance.now();
  const outcome = await runSafely(name);
  add(name, outcome, performance.now() - startedAt);
  if (outcome.remark !== undefined) console.log(outcome.remark);
}

/**
 * A step that throws has failed, and the next one still runs.
 *
 * @param {string} name
 */
async function runSafely(name) {
  try {
    return (await steps[name]?.()) ?? failed(`there is no step "${name}"`);
  } catch (error) {
    return failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/**
 * @param {string} name
 * @param {import('./test-steps/step-outcome.mjs').StepOutcome} outcome
 * @param {number} durationMs
 */
function add(name, outcome, durationMs) {
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  const word = outcome.failed > 0 ? 'FAILED' : outcome.passed > 0 ? 'ok' : 'SKIPPED';
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  summary.push(
    [`  ${name.padEnd(10)}`, word.padEnd(8), seconds.padStart(8), `  ${outcome.remark ?? ''}`].join('').trimEnd(),
  );
}
