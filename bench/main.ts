/** Runs one scenario, or all of them, and prints what they found. */
import { parseBenchOptions, USAGE } from './harness/bench-options.ts';
import { summariseProfiles } from './harness/profile-summary.ts';
import { renderFigures, renderTable } from './harness/render-table.ts';
import type { ScenarioResult } from './harness/scenario-result.ts';
import { ALL, SCENARIOS } from './scenarios/index.ts';

const options = parseBenchOptions(process.argv.slice(2));
const wanted = options.scenario === 'all' ? ALL : SCENARIOS.filter(({ name }) => name === options.scenario);
if (wanted.length === 0) {
  const names = SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`);
  console.error([USAGE, '', 'Scenarios:', ...names, `  ${'all'.padEnd(18)}all of them`].join('\n'));
  process.exit(2);
}

const results: ScenarioResult[] = [];
for (const scenario of wanted) {
  console.error(`${scenario.name}: ${scenario.summary} ...`);
  const from = performance.now();
  try {
    const result = await scenario.run(options);
    results.push(result);
    console.error(renderFigures([result]));
  } catch (error) {
    // The other scenarios still say something.
    console.error(error);
    process.exitCode = 1;
  }
  console.error(`${scenario.name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
console.log(renderTable(results));
if (options.profileFolder !== null) console.log(summariseProfiles(options.profileFolder));
if (options.isJson) {
  const [only] = results;
  if (options.scenario === 'all') console.log(JSON.stringify({ scenario: 'all', results }));
  else if (only !== undefined) console.log(JSON.stringify(only));
}
