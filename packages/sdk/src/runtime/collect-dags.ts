import { DagIdDuplicateError } from '../errors.ts';
import type { DagDefinition } from './dag-definition.ts';

const COLLECTOR: symbol = Symbol.for('tradewind.collector');
const shared = globalThis as { [COLLECTOR]?: DagDefinition[] | null };

/**
 * The DAGs that are declared while `load` runs, whichever copy of this package declares them.
 *
 * One at a time: a DAG that is declared during two overlapping calls would count for the later one only. A module that
 * the process has imported before declares nothing again.
 *
 * @throws {DagIdDuplicateError} when two of them carry the same id, and whatever `load` throws.
 */
export async function collectDags(load: () => Promise<unknown>): Promise<readonly DagDefinition[]> {
  const outer = shared[COLLECTOR] ?? null;
  const dags: DagDefinition[] = [];
  shared[COLLECTOR] = dags;
  try {
    await load();
  } finally {
    shared[COLLECTOR] = outer;
  }
  const ids = new Set<string>();
  for (const { dagId } of dags) {
    if (ids.has(dagId)) throw new DagIdDuplicateError(dagId);
    ids.add(dagId);
  }
  return dags;
}

/** Adds a DAG to the collector, if one is there. */
export function registerDag(definition: DagDefinition): void {
  shared[COLLECTOR]?.push(definition);
}
