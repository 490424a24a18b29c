import { type DagId, wallClock } from '@tradewind/model';
import { openPlatform, type Platform } from '@tradewind/server/platform';
import { chainDag, dagFile } from '../harness/dag-files.ts';
import type { Product } from '../harness/product.ts';
import type { RunTiming } from '../harness/product-messages.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, withProduct } from '../harness/scenario.ts';
import { type Figure, resultOf } from '../harness/scenario-result.ts';
import { readStartLatencies } from '../harness/task-times.ts';

const DAG_ID = 'single';

export const latency: Scenario = {
  name: 'latency',
  summary: 'from a trigger to the start of the first task, in process and from another process',
  run(options) {
    const samples = repetitions(options, 500);
    const files = [dagFile(DAG_ID, chainDag({ dagId: DAG_ID }, 1))];
    return withProduct(options, { files, dagIds: [DAG_ID] }, (product) => measureLatencies(product, samples));
  },
};

async function measureLatencies(product: Product, samples: number) {
  const platform = await openPlatform(product.config, { triggeredBy: 'rest_api' });
  try {
    await product.triggerInTurn(DAG_ID, Math.min(samples, 50));
    await triggerFromOutside(product, platform, Math.min(samples, 20));
    const measured = await product.measure(async () => ({
      inside: await product.triggerInTurn(DAG_ID, samples),
      outside: await triggerFromOutside(product, platform, samples),
    }));
    const inside = await readStartLatencies(product.database, measured.result.inside);
    const outside = await readStartLatencies(product.database, measured.result.outside);
    return resultOf('latency', {
      product,
      measured,
      runs: samples * 2,
      tasks: 1,
      totalMs: median(measured.result.outside.map(({ totalMs }) => totalMs)),
      overheadMs: outside,
      figures: [...figuresOf('in process', inside), ...figuresOf('from another process', outside)],
    });
  } finally {
    await platform.close();
  }
}

function figuresOf(how: string, latencies: readonly number[]): readonly Figure[] {
  return [
    { name: `${how}, p50`, value: median(latencies), unit: 'ms', atMost: 3 },
    { name: `${how}, p95`, value: quantile(latencies, 0.95), unit: 'ms', atMost: 10 },
    { name: `${how}, p99`, value: quantile(latencies, 0.99), unit: 'ms' },
  ];
}

/** The way of the command line and the REST API: a transaction that creates the run and notifies the scheduler. */
async function triggerFromOutside(product: Product, platform: Platform, runs: number): Promise<readonly RunTiming[]> {
  const timings: RunTiming[] = [];
  for (let run = 0; run < runs; run += 1) {
    const triggeredAt = wallClock();
    const from = performance.now();
    const request = { dagId: DAG_ID as DagId, logicalDateAt: null, conf: {}, note: null };
    const { dagRunKey } = await platform.dags.trigger(request);
    await product.awaitEnds(1);
    timings.push({ dagRunKey, triggeredAt, totalMs: performance.now() - from });
  }
  return timings;
}
