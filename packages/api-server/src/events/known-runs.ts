/** What clients were last told of runs, so that only what changed is sent. Runs that were not told of for long are forgotten. */
import type { DagRunKey } from '@tradewind/model';
import type { GridRunRow } from '@tradewind/store';
import type { RunCells } from '../grid/read-cells.ts';

/** With a thousand tasks each, that is 2 MB. */
const MOST_WITH_CELLS = 2_000;
const MOST_HEADS = 50_000;

/** A row and its new byte. */
export type CellPatch = readonly [row: number, cell: number];

export class KnownRuns {
  readonly #heads = new Map<DagRunKey, string>();
  readonly #cells = new Map<DagRunKey, RunCells>();
  readonly #names = new Map<DagRunKey, Pick<GridRunRow, 'dagId' | 'runId'>>();
  readonly #instances = new Map<string, string>();

  /** Whether the head of the run differs from what was told. Remembers it as told. */
  tellHead(run: GridRunRow): boolean {
    const { dagRunKey, dagId, runId } = run;
    const text = [run.state, run.startedAt, run.finishedAt, run.clearNumber, run.hasNote].join(' ');
    const isNew = this.#heads.get(dagRunKey) !== text;
    keep(this.#heads, dagRunKey, text, MOST_HEADS);
    keep(this.#names, dagRunKey, { dagId, runId }, MOST_HEADS);
    return isNew;
  }

  /** What changed since it was last told; null when nobody was told. Remembers it as told. */
  tellCells(dagRunKey: DagRunKey, current: RunCells): readonly CellPatch[] | null {
    const before = this.#cells.get(dagRunKey);
    keep(this.#cells, dagRunKey, current, MOST_WITH_CELLS);
    if (before === undefined || before.rows !== current.rows) return null;
    const patches: CellPatch[] = [];
    for (const [row, cell] of current.cells.entries()) if (before.cells[row] !== cell) patches.push([row, cell]);
    return patches;
  }

  /** Whether this differs from what was told under the topic. Remembers it as told. */
  tellInstance(topic: string, patch: object): boolean {
    const text = JSON.stringify(patch);
    const isNew = this.#instances.get(topic) !== text;
    keep(this.#instances, topic, text, MOST_HEADS);
    return isNew;
  }

  /** The name of a run that is gone, if it was told of. Forgets it. */
  takeName(dagRunKey: DagRunKey): Pick<GridRunRow, 'dagId' | 'runId'> | undefined {
    const name = this.#names.get(dagRunKey);
    this.#names.delete(dagRunKey);
    this.#heads.delete(dagRunKey);
    this.#cells.delete(dagRunKey);
    return name;
  }

  forgetAll(): void {
    this.#heads.clear();
    this.#cells.clear();
    this.#names.clear();
    this.#instances.clear();
  }
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  map.delete(oldest!);
}
