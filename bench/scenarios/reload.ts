import { wallClock } from '@tradewind/model';
import { chainDag, type DagFile, dagFile } from '../harness/dag-files.ts';
import type { Product } from '../harness/product.ts';
import { median, quantile } from '../harness/quantile.ts';
import { repetitions, type Scenario, scaled, withProduct } from '../harness/scenario.ts';
import { resultOf } from '../harness/scenario-result.ts';
import { writeDagFiles } from '../harness/start-product.ts';

const DAG_ID = 'reloaded';

interface Reload {
  /** From the save until the new version was durable. */
  readonly storedMs: number;
  /** From the save until a task of the new version began. */
  readonly startedMs: number;
}

export const reload: Scenario = {
  name: 'reload',
  summary: 'a DAG file among 100 is saved: until its new version is stored, and until a task of it starts',
  run(options) {
    const runs = repetitions(options, 20);
    const others = Array.from({ length: scaled(options, 100) - 1 }, (_, index) => `other_${index}`);
    const files = [fileOf(0, wallClock()), ...others.map((dagId) => dagFile(dagId, chainDag({ dagId }, 3)))];
    return withProduct(options, { files, dagIds: [DAG_ID, ...others] }, async (product) => {
      await product.awaitEnds(1);
      const measured = await product.measure(async () => {
        const reloads: Reload[] = [];
        for (let version = 1; version <= runs; version += 1) reloads.push(await saveVersion(product, version));
        return reloads;
      });
      const stored = measured.result.map(({ storedMs }) => storedMs);
      const started = measured.result.map(({ startedMs }) => startedMs);
      return resultOf('reload', {
        product,
        measured,
        runs,
        tasks: 1,
        totalMs: median(started),
        figures: [
          { name: 'stored, p50', value: median(stored), unit: 'ms', atMost: 300 },
          { name: 'stored, p95', value: quantile(stored, 0.95), unit: 'ms', atMost: 300 },
          { name: 'its task starts, p50', value: median(started), unit: 'ms' },
          { name: 'its task starts, p95', value: quantile(started, 0.95), unit: 'ms' },
        ],
        settings: { files: files.length },
      });
    });
  },
};

/** Every version is scheduled for the instant of its save, so that it runs as soon as the scheduler knows it. */
function fileOf(version: number, savedAt: number): DagFile {
  const instant = new Date(savedAt).toISOString();
  const options = `{ schedule: dates(['${instant}']), startDate: '2026-01-01', catchup: true }`;
  return dagFile(DAG_ID, chainDag({ dagId: DAG_ID, options }, 1, `() => ${version}`));
}

async function saveVersion(product: Product, version: number): Promise<Reload> {
  const storing = product.nextStored(DAG_ID);
  const savedAt = wallClock();
  writeDagFiles(product.home, [fileOf(version, savedAt)]);
  const storedAt = await storing;
  await product.awaitEnds(1);
  const [row] = await product.database.query<{ startedAt: number }>(
    {
      name: 'bench-newest-start',
      text: `select max(i.started_at) as "startedAt" from task_instance i join dag_run r on r.id = i.dag_run_id
             where r.dag_id = $1`,
    },
    [DAG_ID],
  );
  return { storedMs: storedAt - savedAt, startedMs: row!.startedAt - savedAt };
}
