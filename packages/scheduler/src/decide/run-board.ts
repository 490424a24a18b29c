/**
 * One owned run in memory: its graph, its task instances, and what changed since the last commit.
 *
 * Terms: a *cell* is one task instance; *touched* cells wait to be judged again; *changed* ones wait to be written.
 *
 * Invariants
 * 1. `upstream[i]` and `scope.get(i)` always count the states of the direct upstream cells and of the setups of cell i.
 * 2. `unfinished`, `occupied` and `waiting` always equal the number of cells in such states.
 * 3. Only `moveCell` changes the state of a cell.
 * 4. A board that could not be committed is thrown away and loaded again; nobody repairs it.
 */
import type {
  AttemptId,
  EncodedValue,
  JsonObject,
  PoolName,
  RunFacts,
  SerializedError,
  SerializedTask,
  StateCounts,
  TaskId,
  TaskInstanceEvent,
  TaskInstanceState,
  UpstreamCounts,
} from '@tradewind/model';
import { addToCounts, countsOf, isFinished, occupiesSlots, transitionTaskInstance, UNMAPPED } from '@tradewind/model';
import type { DagPlan } from './dag-plan.ts';
import type { PreviousRun } from './past.ts';
import type { Reason } from './reason-codes.ts';

/** The mutable columns of a task instance. `*At` are milliseconds since the epoch. */
export interface CellState {
  state: TaskInstanceState;
  tryNumber: number;
  maxTries: number;
  /** Attempts lost without a fault of the task, since it was created or cleared. */
  lostAttempts: number;
  attemptId: AttemptId | null;
  reason: Reason | null;
  dependenciesMetAt: number | null;
  scheduledAt: number | null;
  queuedAt: number | null;
  handedOverAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  nextTryAt: number | null;
  worker: string | null;
  cpuMs: number | null;
  peakMemoryMb: number | null;
  error: SerializedError | null;
  rendered: JsonObject | null;
}

export interface Cell extends CellState {
  readonly board: RunBoard;
  /** Place of the task in the graph. */
  readonly index: number;
  readonly task: SerializedTask;
  readonly mapIndex: number;
  readonly pool: PoolName;
  readonly priority: number;
}

export interface SupersededCell extends CellState {
  readonly cell: Cell;
  readonly attemptId: AttemptId;
}

export interface RunBoard {
  readonly facts: RunFacts;
  readonly plan: DagPlan;
  readonly cells: readonly Cell[];
  readonly upstream: readonly UpstreamCounts[];
  /** The setups in whose scope a cell is; absent for cells outside of every scope. */
  readonly scope: ReadonlyMap<number, StateCounts>;
  /** Cells which a branch or short circuit excluded, with the index of the task that did. */
  readonly excludedBy: Map<number, number>;
  /** Return values that were seen while the run is owned, by task index. */
  readonly results: Map<number, EncodedValue>;
  /** False when some results are in the database only. */
  hasAllResults: boolean;
  /** The run before this one, for tasks that ask; null when there is none or nobody asks. */
  previous: PreviousRun | null;
  state: 'running' | 'success' | 'failed';
  startedAt: number;
  finishedAt: number | null;
  reason: Reason | null;
  /** True once it took longer than its DAG allows: it fails when its teardowns are done. */
  isTimedOut: boolean;
  revision: number;
  /** False once the board was dropped; queues that still hold its cells pass over them. */
  isCurrent: boolean;
  unfinished: number;
  occupied: number;
  /** Cells in state `none`. */
  waiting: number;

  // What the next commit writes.
  isRunChanged: boolean;
  readonly changed: Set<Cell>;
  readonly superseded: SupersededCell[];
  readonly xcoms: { readonly cell: Cell; readonly key: string; readonly value: EncodedValue }[];
  readonly xcomResets: Set<Cell>;

  // What the next step of the decision looks at.
  readonly touched: number[];
  /** Cells that became scheduled and that no queue holds yet. */
  readonly ready: Cell[];
  /** Cells that gave their slots back and that the ledger still counts. */
  readonly freed: Cell[];
}

export interface BoardStart {
  readonly facts: RunFacts;
  readonly plan: DagPlan;
  readonly startedAt: number;
  readonly revision: number;
  /** States from the database; absent for a run that has just been created. */
  readonly cells?: ReadonlyMap<TaskId, CellState & { readonly pool: PoolName; readonly priority: number }>;
}

export function createBoard(start: BoardStart): RunBoard {
  const { graph, dag } = start.plan;
  const cells: Cell[] = [];
  const board: RunBoard = {
    facts: start.facts,
    plan: start.plan,
    cells,
    upstream: dag.tasks.map((task, index) => newUpstreamCounts(start.plan, task, index)),
    scope: new Map(
      dag.tasks.flatMap((task, index) => (task.setups.length === 0 ? [] : [[index, countsOf(task.setups.length)]])),
    ),
    excludedBy: new Map(),
    results: new Map(),
    hasAllResults: start.cells === undefined,
    previous: null,
    state: 'running',
    startedAt: start.startedAt,
    finishedAt: null,
    reason: null,
    isTimedOut: false,
    revision: start.revision,
    isCurrent: true,
    unfinished: 0,
    occupied: 0,
    waiting: 0,
    isRunChanged: false,
    changed: new Set(),
    superseded: [],
    xcoms: [],
    xcomResets: new Set(),
    touched: [],
    ready: [],
    freed: [],
  };
  dag.tasks.forEach((task, index) => {
    const known = start.cells?.get(task.taskId);
    const priority = known?.priority ?? graph.priority[index] ?? task.priorityWeight;
    const pool = known?.pool ?? task.pool;
    cells.push({ ...(known ?? newCellState(task)), board, index, task, mapIndex: UNMAPPED, pool, priority });
  });
  for (const cell of cells) count(board, cell);
  return board;
}

export function newCellState(task: SerializedTask): CellState {
  return {
    state: 'none',
    tryNumber: 0,
    maxTries: task.retry.retries,
    lostAttempts: 0,
    attemptId: null,
    reason: null,
    dependenciesMetAt: null,
    scheduledAt: null,
    queuedAt: null,
    handedOverAt: null,
    startedAt: null,
    finishedAt: null,
    nextTryAt: null,
    worker: null,
    cpuMs: null,
    peakMemoryMb: null,
    error: null,
    rendered: null,
  };
}

function newUpstreamCounts(plan: DagPlan, task: SerializedTask, index: number): UpstreamCounts {
  const upstream = plan.graph.upstream[index] ?? [];
  const counts = countsOf(upstream.length);
  if (!task.isTeardown) return counts;
  const setups = [...upstream].filter((at) => plan.dag.tasks[at]?.isSetup === true);
  return { ...counts, setups: countsOf(setups.length) };
}

function count(board: RunBoard, cell: Cell): void {
  if (!isFinished(cell.state)) board.unfinished += 1;
  if (occupiesSlots(cell.state)) board.occupied += 1;
  if (cell.state === 'none') board.waiting += 1;
  if (isFinished(cell.state)) tally(board, cell, cell.state, 1);
}

/** Adds `by` to what the cells that depend on `cell` know of `state`. */
function tally(board: RunBoard, cell: Cell, state: TaskInstanceState, by: number): void {
  const { graph, scopes } = board.plan;
  for (const index of graph.downstream[cell.index] ?? []) {
    const counts = board.upstream[index];
    if (counts === undefined) continue;
    addToCounts(counts, state, by);
    if (cell.task.isSetup && counts.setups !== undefined) addToCounts(counts.setups, state, by);
  }
  if (!cell.task.isSetup) return;
  for (const index of scopes.get(cell.index) ?? []) {
    const counts = board.scope.get(index);
    if (counts !== undefined) addToCounts(counts, state, by);
  }
}

function touchDependants(board: RunBoard, cell: Cell): void {
  const { graph, scopes } = board.plan;
  for (const index of graph.downstream[cell.index] ?? []) board.touched.push(index);
  if (cell.task.isSetup) board.touched.push(...(scopes.get(cell.index) ?? []));
}

/**
 * The reducer: the only way on for a cell. Keeps the counts, and touches what depends on the cell.
 *
 * @throws {TransitionError} when `event` cannot happen in the cell's state.
 */
export function moveCell(board: RunBoard, cell: Cell, event: TaskInstanceEvent): void {
  const from = cell.state;
  const state = transitionTaskInstance(from, event);
  board.changed.add(cell);
  if (from === state) return;
  cell.state = state;
  board.waiting += Number(state === 'none') - Number(from === 'none');
  board.occupied += Number(occupiesSlots(state)) - Number(occupiesSlots(from));
  if (occupiesSlots(from) && !occupiesSlots(state)) board.freed.push(cell);
  const wasFinished = isFinished(from);
  const isDone = isFinished(state);
  board.unfinished += Number(wasFinished) - Number(isDone);
  if (!wasFinished && !isDone) return;
  if (wasFinished) tally(board, cell, from, -1);
  if (isDone) tally(board, cell, state, 1);
  touchDependants(board, cell);
}

/** Forgets what was written. */
export function markCommitted(board: RunBoard): void {
  board.isRunChanged = false;
  board.changed.clear();
  board.superseded.length = 0;
  board.xcoms.length = 0;
  board.xcomResets.clear();
}

export function hasChanges(board: RunBoard): boolean {
  return board.isRunChanged || board.changed.size > 0 || board.xcoms.length > 0 || board.superseded.length > 0;
}
