import { setTimeout as pause } from 'node:timers/promises';
import { manyDags } from '../harness/many-dags.ts';
import { totalOf } from '../harness/process-usage.ts';
import { type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';

const SETTLE_MS = 3_000;

export const idle: Scenario = {
  name: 'idle',
  summary: '1,000 DAGs with a daily schedule and nothing to do, for a minute',
  run(options) {
    const dags = scaled(options, 1000);
    const lookMs = options.seconds * 1000;
    const many = manyDags(dags, `{ schedule: cron('0 3 * * *'), startDate: '2026-01-01' }`);
    const setup = { ...many, environment: { TRADEWIND__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'false' } };
    return withProduct(options, setup, async (product) => {
      // Without catch-up the latest beat that has passed is run once by each.
      await product.awaitEnds(dags);
      await pause(Math.min(SETTLE_MS, lookMs));
      const measured = await product.measure(() => pause(lookMs));
      const { cpuSec, memoryMb } = measured.usage;
      const share = (seconds: number): number => (seconds / (measured.elapsedMs / 1000)) * 100;
      return resultOf('idle', {
        product,
        measured,
        runs: 1,
        tasks: 0,
        totalMs: measured.elapsedMs,
        figures: [
          { name: 'CPU of all processes, share of a core', value: share(totalOf(cpuSec)), unit: '%', atMost: 1 },
          { name: 'CPU of the server, share of a core', value: share(cpuSec.server), unit: '%' },
          { name: 'memory of the server', value: memoryMb.server, unit: 'MB', atMost: 200 },
        ],
        settings: { dags },
      });
    });
  },
};
