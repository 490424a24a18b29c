import type { BenchOptions } from '../harness/bench-options.ts';
import type { Scenario } from '../harness/scenario.ts';
import { api } from './api.ts';
import { bigDag } from './big-dag.ts';
import { chain } from './chain.ts';
import { cronStorm } from './cron-storm.ts';
import { fanout } from './fanout.ts';
import { fibo } from './fibo.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { manyRuns } from './many-runs.ts';
import { parallel } from './parallel.ts';
import { reload } from './reload.ts';
import { start } from './start.ts';
import { starvation } from './starvation.ts';
import { three } from './three.ts';

export const SCENARIOS: readonly Scenario[] = [
  chain,
  three,
  fanout,
  parallel,
  fibo,
  latency,
  cronStorm,
  manyRuns,
  bigDag,
  history,
  idle,
  start,
  reload,
  starvation,
  api,
];

/** Every scenario, and `fanout` once more with the limits that the product has unless told otherwise. */
export const ALL: readonly Scenario[] = SCENARIOS.flatMap((scenario) =>
  scenario === fanout ? [fanout, withDefaultLimits(fanout)] : [scenario],
);

function withDefaultLimits(scenario: Scenario): Scenario {
  return {
    ...scenario,
    name: `${scenario.name} --default-limits`,
    run: (options: BenchOptions) => scenario.run({ ...options, hasDefaultLimits: true }),
  };
}
