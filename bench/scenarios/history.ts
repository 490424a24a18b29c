import { chainDag, dagFile, wideDag } from '../harness/dag-files.ts';
import type { Measured, Product } from '../harness/product.ts';
import type { RunTiming } from '../harness/product-messages.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { type Figure, resultOf } from '../harness/scenario-result.ts';
import { seedHistory } from '../harness/seed-history.ts';
import { readGapsInRuns } from '../harness/task-times.ts';

const LENGTHS = { three: 3, chain: 40 } as const;
/** A DAG that only has a past. */
const BULK_TASKS = 100;

interface Phase {
  readonly three: Measured<readonly RunTiming[]>;
  readonly chain: Measured<readonly RunTiming[]>;
}

export const history: Scenario = {
  name: 'history',
  summary: '"three" and "chain" in an empty database, and again with 3 million finished task instances',
  run(options) {
    const runs = repetitions(options, 100);
    const files = [
      dagFile('three', chainDag({ dagId: 'three' }, LENGTHS.three)),
      dagFile('chain', chainDag({ dagId: 'chain' }, LENGTHS.chain)),
      dagFile('bulk', wideDag({ dagId: 'bulk' }, BULK_TASKS)),
    ];
    return withProduct(options, { files, dagIds: ['three', 'chain', 'bulk'] }, async (product) => {
      await measurePhase(product, Math.ceil(runs / 4));
      const before = await measurePhase(product, runs);
      const instances = await seedHistory(product.database, [
        { dagId: 'three', runs: scaled(options, 20_000) },
        { dagId: 'chain', runs: scaled(options, 20_000) },
        { dagId: 'bulk', runs: scaled(options, 21_400) },
      ]);
      const after = await measurePhase(product, runs);
      return resultOf('history', {
        product,
        measured: after.three,
        runs,
        tasks: LENGTHS.three,
        totalMs: totalOf(after, 'three'),
        overheadMs: await readGapsInRuns(product.database, after.three.result),
        figures: [
          { name: 'finished task instances', value: instances, unit: '' },
          ...compare('three', before, after),
          ...compare('chain', before, after),
        ],
      });
    });
  },
};

async function measurePhase(product: Product, runs: number): Promise<Phase> {
  const three = await product.measure(() => product.triggerInTurn('three', runs));
  const chain = await product.measure(() => product.triggerInTurn('chain', Math.ceil(runs / 4)));
  return { three, chain };
}

function totalOf(phase: Phase, dagId: keyof Phase): number {
  return median(phase[dagId].result.map(({ totalMs }) => totalMs));
}

function compare(dagId: keyof Phase, before: Phase, after: Phase): readonly Figure[] {
  const commit = (phase: Phase): number => quantile(phase[dagId].turns.commitMs, 0.5);
  return [
    { name: `${dagId}, without, median`, value: totalOf(before, dagId), unit: 'ms' },
    { name: `${dagId}, with, median`, value: totalOf(after, dagId), unit: 'ms' },
    { name: `${dagId}, with / without`, value: totalOf(after, dagId) / totalOf(before, dagId), unit: '', atMost: 1.2 },
    { name: `${dagId}, commit p50 without`, value: commit(before), unit: 'ms' },
    { name: `${dagId}, commit p50 with`, value: commit(after), unit: 'ms' },
  ];
}
