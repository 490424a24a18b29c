/** Everything that decides whether one task instance may run, at one instant. */
import type { DagRunState, SerializedDag, SerializedTask, TaskInstanceState } from '@tradewind/model';
import type { Cell } from '@tradewind/scheduler/decide';

/** One condition on the way of a task instance to a worker. */
export interface Gate {
  readonly gate: string;
  /** `unknown`: only the scheduler or a worker could say. */
  readonly verdict: 'pass' | 'block' | 'unknown';
  /** What it waits for, or why it is satisfied, as a sentence. */
  readonly words: string;
  /** The facts that it was judged by. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly sinceAt: number | null;
  /** What a person can do about it; null when only waiting helps. */
  readonly fix: string | null;
}

export interface Situation {
  readonly now: number;
  readonly dag: {
    readonly dagId: string;
    readonly file: string;
    readonly isPaused: boolean;
    readonly isActive: boolean;
  };
  readonly serialized: SerializedDag;
  readonly run: {
    readonly runId: string;
    readonly state: DagRunState;
    readonly runAfterAt: number;
    readonly queuedAt: number;
    readonly reason: Readonly<Record<string, unknown>> | null;
  };
  readonly task: SerializedTask;
  /** The task instance on a board of its run, as the scheduler would hold it. */
  readonly cell: Cell;
  /** The states of the direct upstream tasks. */
  readonly upstreamStates: Readonly<Record<string, TaskInstanceState>>;
  /** Null when there is no such pool. */
  readonly pool: { readonly slots: number; readonly occupied: number } | null;
  /** Task instances that hold slots of the pool, as `dag/run/task`; some of them. */
  readonly poolHolders: readonly string[];
  /** Runs of the DAG that are under way. */
  readonly runningRuns: number;
  /** Schedulers whose lease is in force. */
  readonly schedulers: readonly { readonly hostname: string; readonly pid: number; readonly heartbeatAt: number }[];
}
