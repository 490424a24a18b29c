import { chainDag, dagFile } from '../harness/dag-files.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

const TASKS_PER_RUN = 10;
const DAG_ID = 'ten';

export const manyRuns: Scenario = {
  name: 'many-runs',
  summary: '60 runs of 10 tasks in a row, all triggered at once',
  run(options) {
    const sideBySide = scaled(options, 60, 2);
    const runs = repetitions(options, 5);
    const dag = { dagId: DAG_ID, options: `{ maxActiveRuns: ${sideBySide} }` };
    const files = [dagFile(DAG_ID, chainDag(dag, TASKS_PER_RUN))];
    const storm = Array.from({ length: sideBySide }, () => DAG_ID);
    return withProduct(options, { files, dagIds: [DAG_ID] }, async (product) => {
      await product.triggerTogether(storm);
      const alone = await product.triggerInTurn(DAG_ID, runs);
      const measured = await product.measure(async () => {
        const rounds = [];
        for (let round = 0; round < runs; round += 1) rounds.push(await product.triggerTogether(storm));
        return rounds;
      });
      const rounds = measured.result.map((timings) => Math.max(...timings.map(({ totalMs }) => totalMs)));
      const timings = measured.result.flat();
      const tasks = sideBySide * TASKS_PER_RUN;
      const totalMs = median(rounds);
      return resultOf('many-runs', {
        product,
        measured,
        runs,
        tasks,
        totalMs,
        overheadMs: await readGapsInRuns(product.database, timings),
        figures: [
          { name: 'all runs', value: totalMs, unit: 'ms' },
          { name: 'throughput', value: (tasks / totalMs) * 1000, unit: 'tasks/s' },
          { name: 'one of the runs, median', value: median(timings.map((run) => run.totalMs)), unit: 'ms' },
          {
            name: 'one of the runs, p95',
            value: quantile(
              timings.map((run) => run.totalMs),
              0.95,
            ),
            unit: 'ms',
          },
          { name: 'a run alone, median', value: median(alone.map((run) => run.totalMs)), unit: 'ms' },
        ],
        settings: { max_active_runs: sideBySide },
      });
    });
  },
};
