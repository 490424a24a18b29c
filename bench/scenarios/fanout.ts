import { measureWideRun } from '../harness/measure-wide-run.ts';
import { repetitions, type Scenario, scaled } from '../harness/scenario.ts';

/** Higher than all other limits, which are those of the product: 32 slots, 128 slots of the default pool. */
const MAX_ACTIVE_TASKS = 10_000;

export const fanout: Scenario = {
  name: 'fanout',
  summary: '10,000 trivial tasks side by side in one run',
  run(options) {
    const tasks = scaled(options, 10_000);
    const { hasDefaultLimits } = options;
    return measureWideRun(options, {
      scenario: hasDefaultLimits ? 'fanout --default-limits' : 'fanout',
      tasks,
      runs: repetitions(options, 3),
      maxActiveTasks: hasDefaultLimits ? null : MAX_ACTIVE_TASKS,
      warmUpRuns: 1,
      figures: (totalMs) => [
        {
          name: 'throughput',
          value: (tasks / totalMs) * 1000,
          unit: 'tasks/s',
          ...(hasDefaultLimits ? {} : { atLeast: 8000 }),
        },
      ],
    });
  },
};
