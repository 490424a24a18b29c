import { dagFile, layeredDag } from '../harness/dag-files.ts';
import { median } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInWorkers } from '../harness/task-times.ts';

const WIDTH = 100;
const DAG_ID = 'layered';
/** Higher than a layer is wide. */
const MAX_ACTIVE_TASKS = 1000;

export const bigDag: Scenario = {
  name: 'big-dag',
  summary: '5,000 tasks in 50 layers, each waiting for three tasks of the layer above',
  run(options) {
    const layers = scaled(options, 50, 2);
    const runs = repetitions(options, 3);
    const tasks = layers * WIDTH;
    const dag = { dagId: DAG_ID, options: `{ maxActiveTasks: ${MAX_ACTIVE_TASKS} }` };
    const files = [dagFile(DAG_ID, layeredDag(dag, layers, WIDTH))];
    return withProduct(options, { files, dagIds: [DAG_ID] }, async (product) => {
      await product.triggerInTurn(DAG_ID, 1);
      const measured = await product.measure(() => product.triggerInTurn(DAG_ID, runs));
      const totalMs = median(measured.result.map((run) => run.totalMs));
      return resultOf('big-dag', {
        product,
        measured,
        runs,
        tasks,
        totalMs,
        overheadMs: await readGapsInWorkers(product.database, measured.result),
        figures: [
          { name: 'throughput', value: (tasks / totalMs) * 1000, unit: 'tasks/s' },
          { name: 'a layer', value: totalMs / layers, unit: 'ms' },
        ],
        settings: { max_active_tasks: MAX_ACTIVE_TASKS },
      });
    });
  },
};
