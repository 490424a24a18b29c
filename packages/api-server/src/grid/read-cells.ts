/** Reads the cells of runs: one byte for each task, in the order of the run's version. */
import {
  ABSENT_CELL,
  type DagRunKey,
  type DagVersionId,
  encodeCell,
  gravestState,
  type TaskId,
} from '@tradewind/model';
import {
  CELL_LETTER_BASE,
  type Database,
  type GridCellsRow,
  type GridRowsRow,
  type GridTaskRow,
  readGridCells,
  readGridTasks,
} from '@tradewind/store';
import type { Structures } from './structures.ts';

export interface RunOfVersion {
  readonly dagRunKey: DagRunKey;
  readonly dagVersionId: DagVersionId;
}

export interface RunCells {
  readonly rows: GridRowsRow;
  readonly cells: Uint8Array;
}

export interface CellSources {
  readonly database: Database;
  readonly structures: Structures;
}

/** The cells of each run; a run that is gone is left out. */
export async function readCells(
  { database, structures }: CellSources,
  runs: readonly RunOfVersion[],
): Promise<ReadonlyMap<DagRunKey, RunCells>> {
  const keys = runs.map(({ dagRunKey }) => dagRunKey);
  const [letters, versions] = await Promise.all([
    readGridCells(database, keys),
    structures.read(runs.map(({ dagVersionId }) => dagVersionId)),
  ]);
  const byKey = new Map(letters.map((row) => [row.dagRunKey, row]));
  const cellsOf = new Map<DagRunKey, RunCells>();
  const others: { readonly dagRunKey: DagRunKey; readonly rows: GridRowsRow }[] = [];
  for (const { dagRunKey, dagVersionId } of runs) {
    const rows = versions.get(dagVersionId);
    if (rows === undefined) continue;
    const cells = cellsFromLetters(byKey.get(dagRunKey), rows);
    if (cells === null) others.push({ dagRunKey, rows });
    else cellsOf.set(dagRunKey, { rows, cells });
  }
  if (others.length === 0) return cellsOf;
  const tasks = await readGridTasks(
    database,
    others.map(({ dagRunKey }) => dagRunKey),
  );
  const tasksOf = Map.groupBy(tasks, ({ dagRunKey }) => dagRunKey);
  for (const { dagRunKey, rows } of others)
    cellsOf.set(dagRunKey, { rows, cells: cellsFromTasks(tasksOf.get(dagRunKey) ?? [], rows) });
  return cellsOf;
}

/** Null when the letters are not one for each task of the version. */
function cellsFromLetters(run: GridCellsRow | undefined, { byTaskId, checksum }: GridRowsRow): Uint8Array | null {
  if (run === undefined || run.isMapped) return null;
  if (run.cells.length !== byTaskId.length || run.checksum !== checksum) return null;
  const cells = new Uint8Array(byTaskId.length);
  for (let index = 0; index < cells.length; index += 1)
    cells[byTaskId[index]!] = run.cells.charCodeAt(index) - CELL_LETTER_BASE;
  return cells;
}

function cellsFromTasks(tasks: readonly GridTaskRow[], { taskIds }: GridRowsRow): Uint8Array {
  const byTask = Map.groupBy(tasks, ({ taskId }) => taskId);
  return Uint8Array.from(taskIds, (taskId) => {
    const instances = byTask.get(taskId) ?? [];
    const state = gravestState(instances.map((one) => one.state));
    if (state === null) return ABSENT_CELL;
    return encodeCell(state, {
      isMixed: instances.length > 1,
      isRetried: instances.some(({ isRetried }) => isRetried),
      isNoted: instances.some(({ isNoted }) => isNoted),
    });
  });
}

/** The cells in the order of other rows; a task that the run does not have is absent. */
export function arrangeCells({ rows, cells }: RunCells, taskIds: readonly TaskId[]): Uint8Array {
  if (rows.taskIds === taskIds) return cells;
  const placeOf = new Map(rows.taskIds.map((taskId, place) => [taskId, place]));
  return Uint8Array.from(taskIds, (taskId) => cells[placeOf.get(taskId) ?? -1] ?? ABSENT_CELL);
}
