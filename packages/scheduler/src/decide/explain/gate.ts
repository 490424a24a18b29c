/** The words of an explanation. */
import type { JsonObject, TaskInstanceState } from '@tradewind/model';
import type { Cell } from '../run-board.ts';

/** Where on its way a task instance meets a gate, in order. */
export const GATE_LAYERS = ['dag', 'run', 'dependencies', 'slots', 'attempt', 'end'] as const;
export type GateLayer = (typeof GATE_LAYERS)[number];

/** One condition on the way of a task instance. */
export interface Gate {
  /** Permanent, such as `trigger_rule` or `pool`. */
  readonly id: string;
  readonly layer: GateLayer;
  /** `unknown`: only the scheduler's memory or a worker could say. */
  readonly status: 'pass' | 'block' | 'unknown';
  /** Why it lets the task instance pass or not, for people. */
  readonly sentence: string;
  /** The facts by which it was judged. */
  readonly evidence: JsonObject;
  /** Since when it has blocked, in milliseconds since the epoch; null when that is not known. */
  readonly sinceAt: number | null;
  /** What a person can do about it; null when only waiting helps. */
  readonly fix: string | null;
}

export interface Explanation {
  readonly state: TaskInstanceState;
  /** The answer in a sentence or two. */
  readonly verdict: string;
  /** In the order in which the task instance meets them. Those that do not concern it are left out. */
  readonly gates: readonly Gate[];
}

/** Everything that decides over one task instance, at one instant. `*At` are milliseconds since the epoch. */
export interface TaskSituation {
  readonly now: number;
  /** On a board of its run, as the scheduler would hold it. */
  readonly cell: Cell;
  readonly dag: DagSituation;
  readonly run: RunSituation;
  /** Null when there is no such pool. */
  readonly pool: PoolSituation | null;
  /** Instances of the task that executors hold, over all runs of the DAG. */
  readonly activeOfTask: number;
}

export interface DagSituation {
  readonly file: string;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly importError: JsonObject | null;
  /** The scheduler that owns the DAG, as `host:pid`. */
  readonly ownerName: string | null;
  readonly ownerHeartbeatAt: number | null;
  readonly isOwnerAlive: boolean;
  readonly liveSchedulers: number;
  readonly lastHeartbeatAt: number | null;
}

export interface RunSituation {
  readonly state: 'queued' | 'running' | 'success' | 'failed';
  readonly reason: JsonObject | null;
  readonly queuedAt: number;
  readonly finishedAt: number | null;
  /** Runs of the DAG that are under way: how many, and the names of the oldest. */
  readonly runningCount: number;
  readonly runningRunIds: readonly string[];
  readonly queuedAhead: number;
}

export interface PoolSituation {
  /** -1: without limit. */
  readonly slots: number;
  readonly occupied: number;
  readonly holders: readonly {
    readonly dagId: string;
    readonly runId: string;
    readonly taskId: string;
    readonly poolSlots: number;
    readonly queuedAt: number | null;
  }[];
  readonly waitingCount: number;
  readonly aheadCount: number;
}

export type Judge = (situation: TaskSituation) => Gate | null;

/** `tradewind <command> <dag> <run> <task>` for the task instance that is explained, or another one of its run. */
export function commandFor(command: string, { board, task }: Cell, taskId: string = task.taskId): string {
  return `tradewind tasks ${command} ${board.facts.dagId} ${board.facts.runId} ${taskId}`;
}

/** How the command line clears tasks of a run with everything after them. */
export function clearCommand({ board }: Cell, taskIds: readonly string[]): string {
  const { dagId, runId } = board.facts;
  return `tradewind tasks clear ${dagId} ${taskIds.join(' ')} --run ${runId} --downstream`;
}

export function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
