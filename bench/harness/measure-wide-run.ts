/** Runs of many tasks with nothing between them: what `fanout` and `parallel` have in common. */
import type { BenchOptions } from './bench-options.ts';
import { dagFile, wideDag } from './dag-files.ts';
import { median } from './quantile.ts';
import { withProduct } from './scenario.ts';
import { type Figure, resultOf, type ScenarioResult } from './scenario-result.ts';
import { readGapsInWorkers } from './task-times.ts';

/** What a DAG that says nothing has. */
const DEFAULT_MAX_ACTIVE_TASKS = 16;

export interface WideRun {
  readonly scenario: string;
  readonly tasks: number;
  readonly runs: number;
  readonly slots?: number;
  /** Null: the product's default. */
  readonly maxActiveTasks: number | null;
  /** Runs before the measured ones, until the worker processes are there and their code is hot. */
  readonly warmUpRuns: number;
  readonly figures: (totalMs: number) => readonly Figure[];
}

export function measureWideRun(options: BenchOptions, wide: WideRun): Promise<ScenarioResult> {
  const { scenario, tasks, runs, slots, maxActiveTasks, warmUpRuns } = wide;
  const dag = { dagId: 'wide', options: maxActiveTasks === null ? '{}' : `{ maxActiveTasks: ${maxActiveTasks} }` };
  const files = [dagFile('wide', wideDag(dag, tasks))];
  return withProduct(
    options,
    { files, dagIds: ['wide'], ...(slots === undefined ? {} : { slots }) },
    async (product) => {
      await product.triggerInTurn('wide', warmUpRuns);
      const measured = await product.measure(() => product.triggerInTurn('wide', runs));
      const totalMs = median(measured.result.map((run) => run.totalMs));
      return resultOf(scenario, {
        product,
        measured,
        runs,
        tasks,
        totalMs,
        overheadMs: await readGapsInWorkers(product.database, measured.result),
        figures: wide.figures(totalMs),
        settings: { max_active_tasks: maxActiveTasks ?? DEFAULT_MAX_ACTIVE_TASKS },
      });
    },
  );
}
