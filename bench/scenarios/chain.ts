import { chainDag, dagFile } from '../harness/dag-files.ts';
import { median } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

export const chain: Scenario = {
  name: 'chain',
  summary: '40 trivial tasks one after the other in one run, triggered in process',
  run(options) {
    const tasks = scaled(options, 40, 2);
    const runs = repetitions(options, 20);
    const files = [dagFile('chain', chainDag({ dagId: 'chain' }, tasks))];
    return withProduct(options, { files, dagIds: ['chain'] }, async (product) => {
      await product.triggerInTurn('chain', Math.min(runs, 5));
      const measured = await product.measure(() => product.triggerInTurn('chain', runs));
      const totalMs = median(measured.result.map((run) => run.totalMs));
      return resultOf('chain', {
        product,
        measured,
        runs,
        tasks,
        totalMs,
        overheadMs: await readGapsInRuns(product.database, measured.result),
        figures: [
          { name: 'total, median', value: totalMs, unit: 'ms', atMost: 50 },
          { name: 'total, fastest', value: Math.min(...measured.result.map((run) => run.totalMs)), unit: 'ms' },
          { name: 'a hop', value: totalMs / tasks, unit: 'ms', atMost: 1.25 },
        ],
      });
    });
  },
};
