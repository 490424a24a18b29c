import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@tradewind/store';
import { chainDag, dagFile, wideDag } from '../harness/dag-files.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

const TASKS = 3;
const POOL = 'narrow';

/** Holds the only slot of the pool until it is told to stop. */
const HOLDER = `
dag('holder', {}, () => {
  task('hold', { pool: '${POOL}' }, (_: void, { signal }) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())))();
});`;

export const starvation: Scenario = {
  name: 'starvation',
  summary: '"three" alone, and again while 1,000 tasks of high priority wait for a full pool',
  run(options) {
    const runs = repetitions(options, 200);
    const waiting = scaled(options, 1000);
    const crowd = { dagId: 'crowd', options: '{ maxActiveTasks: 10_000 }' };
    const files = [
      dagFile('three', chainDag({ dagId: 'three' }, TASKS)),
      dagFile('holder', HOLDER),
      dagFile('crowd', wideDag(crowd, waiting, `{ pool: '${POOL}', priorityWeight: 1000 }`)),
    ];
    const setup = { files, dagIds: ['three', 'holder', 'crowd'], prepare: makePool };
    return withProduct(options, setup, async (product) => {
      await product.triggerInTurn('three', Math.ceil(runs / 2));
      const alone = await product.triggerInTurn('three', runs);
      await product.trigger('holder');
      await untilCount(product.database, 'running', 1);
      await product.trigger('crowd');
      await untilCount(product.database, 'scheduled', waiting);
      const measured = await product.measure(() => product.triggerInTurn('three', runs));
      const [before, beside] = [alone, measured.result].map((timings) => timings.map(({ totalMs }) => totalMs));
      const ratio = median(beside!) / median(before!);
      return resultOf('starvation', {
        product,
        measured,
        runs,
        tasks: TASKS,
        totalMs: median(beside!),
        overheadMs: await readGapsInRuns(product.database, measured.result),
        figures: [
          { name: 'three alone, median', value: median(before!), unit: 'ms' },
          { name: 'three beside them, median', value: median(beside!), unit: 'ms' },
          { name: 'three alone, p95', value: quantile(before!, 0.95), unit: 'ms' },
          { name: 'three beside them, p95', value: quantile(beside!, 0.95), unit: 'ms' },
          { name: 'beside / alone', value: ratio, unit: '', atMost: 1.2 },
        ],
        settings: { waiting_tasks: waiting },
      });
    });
  },
};

async function makePool({ database }: { readonly database: Database }): Promise<void> {
  await database.query({ name: 'bench-make-pool', text: 'insert into pool (name, slots) values ($1, 1)' }, [POOL]);
}

/** The instances of a crowd that waits are not told about by events. */
async function untilCount(database: Database, state: string, count: number): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    const [row] = await database.query<{ count: number }>(
      { name: 'bench-count-state', text: 'select count(*)::int as count from task_instance where state = $1' },
      [state],
    );
    if (row!.count >= count) return;
    if (performance.now() > giveUpAt)
      throw new Error(`Expected ${count} task instances to be ${state}, got: ${row!.count}`);
    await pause(50);
  }
}
