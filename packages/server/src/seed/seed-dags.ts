/** The DAGs of a made-up deployment: many small ones, a wide one, and graphs that are hard to draw. */
import { cron, type DagDefinition, dag, task } from '@tradewind/sdk';

export interface SeedShape {
  /** Small DAGs, of ten tasks each. */
  readonly dags: number;
  /** Tasks of the wide DAG. */
  readonly tasks: number;
  /** Tasks of each graph. */
  readonly graphs: readonly number[];
}

const OWNERS = ['finance', 'growth', 'logistics', 'platform', 'risk'];
const AREAS = ['orders', 'billing', 'web', 'stock', 'crm', 'ads', 'fraud'];
const SCHEDULES = ['@daily', '@hourly', cron('0 6 * * *'), cron('*/15 * * * *'), '@weekly'] as const;
const STEPS = ['extract', 'stage', 'check', 'clean', 'join', 'enrich', 'aggregate', 'load', 'publish', 'report'];
/** Tasks of a layer of a graph. */
const LAYER = 25;

export const WIDE_DAG = 'seed_wide';

function step(id: string): ReturnType<typeof task<void, number>> {
  return task(id, () => 1);
}

export function* seedDags({ dags, tasks, graphs }: SeedShape): Generator<DagDefinition> {
  for (let index = 0; index < dags; index += 1) yield smallDag(index);
  if (tasks > 0) yield layeredDag(WIDE_DAG, tasks);
  for (const size of graphs) yield layeredDag(`seed_graph_${size}`, size);
}

function smallDag(index: number): DagDefinition {
  const area = AREAS[index % AREAS.length]!;
  const options = {
    schedule: SCHEDULES[index % SCHEDULES.length]!,
    startDate: '2026-01-01T00:00:00Z',
    catchup: false,
    description: `Brings the ${area} of source ${index} into the warehouse.`,
    tags: [area, `tier${1 + (index % 3)}`],
    owner: OWNERS[index % OWNERS.length]!,
    defaults: { retries: 2 },
  };
  return dag(`seed_${area}_${String(index).padStart(5, '0')}`, options, () => {
    const handles = STEPS.map((id) => step(id)());
    for (const [at, handle] of handles.entries()) if (at > 0) handle.after(handles[at - 1]!);
  });
}

/** Layers of tasks, each after three of the layer before. */
function layeredDag(dagId: string, size: number): DagDefinition {
  const options = { schedule: '@daily', startDate: '2026-01-01T00:00:00Z', catchup: false, tags: ['wide'] } as const;
  return dag(dagId, options, () => {
    const handles = Array.from({ length: size }, (_, index) => step(`t${String(index).padStart(5, '0')}`)());
    for (const [index, handle] of handles.entries()) {
      const layer = Math.floor(index / LAYER) * LAYER;
      if (layer === 0) continue;
      for (const offset of [0, 7, 13]) handle.after(handles[layer - LAYER + ((index + offset) % LAYER)]!);
    }
  });
}
