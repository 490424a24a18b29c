import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@tradewind/store';
import { chainDag, dagFile } from '../harness/dag-files.ts';
import { manyDags } from '../harness/many-dags.ts';
import { quantile } from '../harness/quantile.ts';
import { type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { type Figure, resultOf } from '../harness/scenario-result.ts';

const LONE_ID = 'lone';
/** For starting the product and loading the DAG files, before the first tick. */
const LEAD_MS = 4_000;
const LEAD_PER_DAG_MS = 15;
/** Between two ticks: longer than what a tick sets off. */
const TICK_MS = 1_000;
const TICK_PER_DAG_MS = 4;

interface Tick {
  readonly at: number;
  /** From the tick until each run's first task began. */
  readonly startMs: readonly number[];
  /** From the tick until the last run had ended. */
  readonly lastMs: number;
}

export const cronStorm: Scenario = {
  name: 'cron-storm',
  summary: '1,000 DAGs with one cron expression: from the tick to the start of each, three ticks; then a lone DAG',
  run(options) {
    const dags = scaled(options, 1000, 2);
    const ticks = options.runs ?? 3;
    const loneTicks = ticks * 5;
    const tickMs = Math.ceil((TICK_MS + dags * TICK_PER_DAG_MS) / 1000) * 1000;
    const firstAt = Math.ceil((Date.now() + LEAD_MS + dags * LEAD_PER_DAG_MS) / tickMs) * tickMs;
    const loneAt = firstAt + ticks * tickMs;
    const many = manyDags(dags, cronOptions(tickMs, firstAt, ticks));
    const lone = chainDag({ dagId: LONE_ID, options: cronOptions(1000, loneAt, loneTicks) }, 1);
    const setup = { files: [...many.files, dagFile(LONE_ID, lone)], dagIds: [...many.dagIds, LONE_ID] };
    return withProduct(options, setup, async (product) => {
      const leftMs = firstAt - Date.now();
      if (leftMs < 0) throw new Error(`Loading ${dags} DAGs took ${-leftMs} ms longer than the scenario allows for.`);
      // Loading is over; what it left to do is not part of a tick.
      await pause(Math.max(0, leftMs - 1000));
      const measured = await product.measure(async () => {
        await product.awaitEnds(dags * ticks);
        await product.awaitEnds(loneTicks);
      });
      const storms = await readTicks(product.database, 'dag\\_%');
      const alone = await readTicks(product.database, LONE_ID);
      const warm = storms.slice(Math.min(1, storms.length - 1)).flatMap(({ startMs }) => startMs);
      const loneMs = alone.map(({ startMs }) => startMs[0]!);
      return resultOf('cron-storm', {
        product,
        measured,
        runs: ticks,
        tasks: dags,
        totalMs: quantile(
          storms.map(({ lastMs }) => lastMs),
          0.5,
        ),
        overheadMs: warm,
        figures: [
          ...figuresOf('first tick', storms[0]?.startMs ?? [], {}),
          ...figuresOf('later ticks', warm, { atMost: 500 }),
          {
            name: 'tick until all runs ended, median',
            value: quantile(
              storms.map(({ lastMs }) => lastMs),
              0.5,
            ),
            unit: 'ms',
          },
          { name: 'lone DAG, p50', value: quantile(loneMs, 0.5), unit: 'ms', atMost: 25 },
          { name: 'lone DAG, worst', value: Math.max(...loneMs), unit: 'ms' },
        ],
        settings: { dags, ticks, tick_ms: tickMs, lone_ticks: loneTicks },
      });
    });
  },
};

/** A cron schedule with `ticks` ticks, `everyMs` apart, which divides a minute; the first one at `startAt`. */
function cronOptions(everyMs: number, startAt: number, ticks: number): string {
  const [start, end] = [startAt, startAt + (ticks - 1) * everyMs].map((at) => `'${new Date(at).toISOString()}'`);
  return `{ schedule: cron('* * * * * */${everyMs / 1000}'), startDate: ${start}, endDate: ${end}, catchup: true }`;
}

function figuresOf(what: string, startMs: readonly number[], goal: Pick<Figure, 'atMost'>): readonly Figure[] {
  return [
    { name: `${what}, first tasks start, p50`, value: quantile(startMs, 0.5), unit: 'ms' },
    { name: `${what}, first tasks start, p99`, value: quantile(startMs, 0.99), unit: 'ms', ...goal },
  ];
}

async function readTicks(database: Database, dagIds: string): Promise<readonly Tick[]> {
  return database.query<Tick>(
    {
      name: 'bench-ticks',
      text: `select extract(epoch from run_after)::float8 * 1000 as at,
               array_agg((extract(epoch from began - run_after) * 1000)::float8) as "startMs",
               max(extract(epoch from finished_at - run_after) * 1000)::float8 as "lastMs"
             from (select r.run_after, r.finished_at, min(i.started_at) as began
                   from dag_run r join task_instance i on i.dag_run_id = r.id
                   where r.dag_id like $1 and r.run_type = 'scheduled' group by r.id) as runs
             group by run_after order by run_after`,
    },
    [dagIds],
  );
}
