/**
 * The parts that `tradewind standalone` is put together from, as `@tradewind/server` puts them together.
 *
 * They are no public names of that package, so they are taken from beside its `daemons`, from the build or the sources,
 * whichever runs.
 */
import { extname } from 'node:path';
import type { DagProcessor, DagProcessorListener } from '@tradewind/dag-processor';
import type { Scheduler, SchedulerListener } from '@tradewind/scheduler';
import type { Config } from '@tradewind/server/config';
import type { Database } from '@tradewind/store';

type Log = (facts: Readonly<Record<string, unknown>>, message: string) => void;

interface SchedulerParts {
  readonly config: Config;
  readonly database: Database;
  readonly logger: { readonly debug: Log; readonly info: Log; readonly warn: Log; readonly error: Log };
  readonly onEvent: SchedulerListener;
}

interface DagProcessorParts {
  readonly config: Config;
  readonly database: Database;
  readonly installation: { readonly packageFolder: string };
  readonly listener: DagProcessorListener;
}

export interface Composition {
  buildScheduler(parts: SchedulerParts): Scheduler;
  buildDagProcessor(parts: DagProcessorParts): Promise<DagProcessor>;
}

export async function loadComposition(): Promise<Composition> {
  const daemons = import.meta.resolve('@tradewind/server/daemons');
  const load = (name: string): Promise<Partial<Composition>> =>
    import(new URL(`${name}${extname(daemons)}`, daemons).href);
  const [schedulerParts, processorParts] = await Promise.all([load('build-scheduler'), load('build-dag-processor')]);
  return { ...schedulerParts, ...processorParts } as Composition;
}
