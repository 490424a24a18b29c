import { measureWideRun } from '../harness/measure-wide-run.ts';
import { repetitions, type Scenario, scaled } from '../harness/scenario.ts';

const SLOTS = 10;

export const parallel: Scenario = {
  name: 'parallel',
  summary: '400 trivial tasks side by side in one run, with 10 slots',
  run(options) {
    const tasks = scaled(options, 400);
    return measureWideRun(options, {
      scenario: 'parallel',
      tasks,
      runs: repetitions(options, 10),
      slots: SLOTS,
      maxActiveTasks: options.hasDefaultLimits ? null : tasks,
      warmUpRuns: 3,
      figures: (totalMs) => [{ name: 'total, median', value: totalMs, unit: 'ms', atMost: 100 }],
    });
  },
};
