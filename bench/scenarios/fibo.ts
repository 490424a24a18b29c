import type { Database } from '@tradewind/store';
import { chainDag, dagFile } from '../harness/dag-files.ts';
import type { RunTiming } from '../harness/product-messages.ts';
import { median, sum } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

/** Returns how long it computed, in milliseconds, as the task itself sees it. */
const BODY = `() => {
    const from = performance.now();
    fibo(33);
    return performance.now() - from;
  }`;

export const fibo: Scenario = {
  name: 'fibo',
  summary: '10 × fibo(33) one after the other: what a task costs beyond its body',
  run(options) {
    const tasks = scaled(options, 10, 2);
    const runs = repetitions(options, 5);
    const files = [dagFile('fibo', chainDag({ dagId: 'fibo' }, tasks, BODY))];
    return withProduct(options, { files, dagIds: ['fibo'] }, async (product) => {
      await product.triggerInTurn('fibo', 1);
      const measured = await product.measure(() => product.triggerInTurn('fibo', runs));
      const bodies = await readBodies(product.database, measured.result);
      const overheads = measured.result.map((run) => (run.totalMs - sum(bodies.get(run.dagRunKey) ?? [])) / tasks);
      const totalMs = median(measured.result.map((run) => run.totalMs));
      return resultOf('fibo', {
        product,
        measured,
        runs,
        tasks,
        totalMs,
        overheadMs: await readGapsInRuns(product.database, measured.result),
        figures: [
          { name: 'overhead a task', value: median(overheads), unit: 'ms', atMost: 5 },
          { name: 'a body, median', value: median([...bodies.values()].flat()), unit: 'ms' },
          { name: 'total, median', value: totalMs, unit: 'ms' },
        ],
      });
    });
  },
};

async function readBodies(database: Database, runs: readonly RunTiming[]): Promise<ReadonlyMap<string, number[]>> {
  const rows = await database.query<{ dagRunKey: string; value: string }>(
    {
      name: 'bench-bodies',
      text: `select dag_run_id as "dagRunKey", value from xcom where dag_run_id = any($1::uuid[])`,
    },
    [runs.map(({ dagRunKey }) => dagRunKey)],
  );
  const bodies = new Map<string, number[]>();
  for (const { dagRunKey, value } of rows) bodies.set(dagRunKey, [...(bodies.get(dagRunKey) ?? []), Number(value)]);
  return bodies;
}
