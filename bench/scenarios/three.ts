import { chainDag, dagFile } from '../harness/dag-files.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

const TASKS = 3;

export const three: Scenario = {
  name: 'three',
  summary: 'three trivial tasks in a row, from the trigger in process until the end of the run is durable',
  run(options) {
    const runs = repetitions(options, 200);
    const files = [dagFile('three', chainDag({ dagId: 'three' }, TASKS))];
    return withProduct(options, { files, dagIds: ['three'] }, async (product) => {
      await product.triggerInTurn('three', Math.min(runs, 50));
      const measured = await product.measure(() => product.triggerInTurn('three', runs));
      const totals = measured.result.map((run) => run.totalMs);
      const totalMs = median(totals);
      return resultOf('three', {
        product,
        measured,
        runs,
        tasks: TASKS,
        totalMs,
        overheadMs: await readGapsInRuns(product.database, measured.result),
        figures: [
          { name: 'total, median', value: totalMs, unit: 'ms', atMost: 5 },
          { name: 'total, p95', value: quantile(totals, 0.95), unit: 'ms' },
        ],
      });
    });
  },
};
