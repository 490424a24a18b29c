import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@tradewind/store';
import { chainDag, dagFile } from '../harness/dag-files.ts';
import { manyDags } from '../harness/many-dags.ts';
import { quantile } from '../harness/quantile.ts';
import { type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { type Figure, resultOf } from '../harness/scenario-result.ts';

const TICKS = 3;
const TICK_MS = 5_000;
const LONE_ID = 'lone';
const LONE_TICKS = 15;
/** For starting the product and loading the DAG files, before the first tick. */
const LEAD_MS = 8_000;
const LEAD_PER_DAG_MS = 12;

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
    const firstAt = Math.ceil((Date.now() + LEAD_MS + dags * LEAD_PER_DAG_MS) / TICK_MS) * TICK_MS;
    const loneAt = firstAt + TICKS * TICK_MS;
    const many = manyDags(dags, cronOptions(`*/${TICK_MS / 1000} * * * * *`, firstAt, firstAt + (TICKS - 1) * TICK_MS));
    const lone = chainDag(
      { dagId: LONE_ID, options: cronOptions('* * * * * *', loneAt, loneAt + (LONE_TICKS - 1) * 1000) },
      1,
    );
    const setup = { files: [...many.files, dagFile(LONE_ID, lone)], dagIds: [...many.dagIds, LONE_ID] };
    return withProduct(options, setup, async (product) => {
      const leftMs = firstAt - Date.now();
      if (leftMs < 0) throw new Error(`Loading ${dags} DAGs took ${-leftMs} ms longer than the scenario allows for.`);
      // Loading is over; what it left to do is not part of a tick.
      await pause(Math.max(0, leftMs - 1000));
      const measured = await product.measure(async () => {
        await product.awaitEnds(dags * TICKS);
        await product.awaitEnds(LONE_TICKS);
      });
      const ticks = await readTicks(product.database, 'dag\\_%');
      const loneTicks = await readTicks(product.database, LONE_ID);
      const warm = ticks.slice(1).flatMap(({ startMs }) => startMs);
      const loneMs = loneTicks.map(({ startMs }) => startMs[0]!);
      return resultOf('cron-storm', {
        product,
        measured,
        runs: TICKS,
        tasks: dags,
        totalMs: quantile(
          ticks.map(({ lastMs }) => lastMs),
          0.5,
        ),
        overheadMs: warm,
        figures: [
          ...figuresOf('first tick', ticks[0]?.startMs ?? [], {}),
          ...figuresOf('later ticks', warm, { atMost: 500 }),
          {
            name: 'tick until all runs ended, median',
            value: quantile(
              ticks.map(({ lastMs }) => lastMs),
              0.5,
            ),
            unit: 'ms',
          },
          { name: 'lone DAG, p50', value: quantile(loneMs, 0.5), unit: 'ms', atMost: 25 },
          { name: 'lone DAG, worst', value: Math.max(...loneMs), unit: 'ms' },
        ],
        settings: { dags, ticks: TICKS, lone_ticks: LONE_TICKS },
      });
    });
  },
};

function cronOptions(expression: string, startAt: number, endAt: number): string {
  const [start, end] = [startAt, endAt].map((at) => `'${new Date(at).toISOString()}'`);
  return `{ schedule: cron('${expression}'), startDate: ${start}, endDate: ${end}, catchup: true }`;
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
