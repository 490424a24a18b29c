import type {
  AttemptId,
  DagId,
  DagRunKey,
  DagRunState,
  EncodedValue,
  JsonObject,
  PoolName,
  SchedulerId,
  SerializedError,
  TaskId,
  TaskInstanceState,
} from '@tradewind/model';
import type { DatabaseConnection, Statement } from '../database.ts';
import type { NewRun } from './create-runs.ts';
import { turnParameters } from './turn-parameters.ts';

/** The mutable columns of a task instance, under short names, for small messages. */
export interface TaskInstanceChange {
  readonly r: DagRunKey;
  readonly t: TaskId;
  readonly m: number;
  /** state */
  readonly s: TaskInstanceState;
  /** try number, max tries */
  readonly n: number;
  readonly x: number;
  /** lost attempts; absent: none */
  readonly l?: number | undefined;
  readonly a: AttemptId | null;
  /** reason */
  readonly y: JsonObject | null;
  /** instants: dependencies met, scheduled, queued, handed over, started (began), finished, next try (earliest) */
  readonly d: number | null;
  readonly c: number | null;
  readonly q: number | null;
  readonly h: number | null;
  readonly b: number | null;
  readonly f: number | null;
  readonly e: number | null;
  /** worker, CPU used in ms, peak memory in MB, error (outcome), rendered fields */
  readonly w: string | null;
  readonly u: number | null;
  readonly p: number | null;
  readonly o: SerializedError | null;
  readonly z: JsonObject | null;
}

/** An attempt that is followed by another: the same short names. */
export type SupersededAttempt = Pick<
  TaskInstanceChange,
  'r' | 't' | 'm' | 'n' | 's' | 'y' | 'q' | 'h' | 'b' | 'f' | 'w' | 'u' | 'p' | 'o'
> & { readonly a: AttemptId };

export interface XComChange {
  readonly r: DagRunKey;
  readonly t: TaskId;
  readonly m: number;
  readonly k: string;
  readonly v: EncodedValue;
}

export interface RunStateChange {
  readonly id: DagRunKey;
  readonly state: DagRunState;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly reason: JsonObject | null;
}

export interface PlanChange {
  readonly dag_id: DagId;
  readonly next_run_after: number | null;
  readonly next_logical_date: number | null;
  readonly next_interval_start: number | null;
  readonly next_interval_end: number | null;
  readonly next_run_basis: string | null;
}

export interface StreakChange {
  readonly dag_id: DagId;
  readonly consecutive_failed_runs: number;
  readonly pause: boolean;
}

/** Everything that one turn writes. Empty arrays cost nothing. */
export interface TurnChanges {
  readonly runs: readonly { readonly id: DagRunKey; readonly revision: number }[];
  readonly newRuns: readonly NewRun[];
  readonly taskInstances: readonly TaskInstanceChange[];
  readonly attempts: readonly SupersededAttempt[];
  readonly xcoms: readonly XComChange[];
  readonly xcomResets: readonly { readonly r: DagRunKey; readonly t: TaskId; readonly m: number }[];
  readonly runStates: readonly RunStateChange[];
  readonly pools: readonly { readonly name: PoolName; readonly delta: number }[];
  readonly plans: readonly PlanChange[];
  readonly streaks: readonly StreakChange[];
}

export type CommitConflict =
  /** Somebody ended this scheduler: it must drop everything that it holds. */
  | { readonly kind: 'ended' }
  /** These runs were changed from outside: load them again. */
  | { readonly kind: 'runs'; readonly runs: readonly DagRunKey[] }
  /** A pool is fuller than the scheduler believed: load the pools again. */
  | { readonly kind: 'pools' }
  /** Another transaction stood in the way: try again. */
  | { readonly kind: 'contention' };

export type CommitResult =
  | { readonly kind: 'committed'; readonly createdRuns: readonly DagRunKey[] }
  | { readonly kind: 'conflict'; readonly conflict: CommitConflict };

const PARAMETERS = 41;

const commitTurnStatement: Statement = {
  name: 'commit-turn',
  text: `select commit_turn_v2(${Array.from({ length: PARAMETERS }, (_, at) => `$${at + 1}`).join(', ')}) as id`,
};

/**
 * Writes one turn in one round trip and one transaction; durable when it returns.
 *
 * A conflict means that nothing was written. Locks: see `commit_turn_v2`; index: primary keys only.
 *
 * @throws the driver's error when the database is away; it is unknown then whether the turn was committed.
 */
export async function commitTurn(
  connection: DatabaseConnection,
  schedulerId: SchedulerId,
  turn: TurnChanges,
): Promise<CommitResult> {
  try {
    const rows = await connection.query<{ id: DagRunKey }>(commitTurnStatement, turnParameters(schedulerId, turn));
    return { kind: 'committed', createdRuns: rows.map(({ id }) => id) };
  } catch (error) {
    const conflict = conflictOf(error);
    if (conflict === null) throw error;
    return { kind: 'conflict', conflict };
  }
}

function conflictOf(error: unknown): CommitConflict | null {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === 'TW001') return { kind: 'ended' };
  if (code === 'TW002') return { kind: 'runs', runs: (detail ?? '').split(',') as DagRunKey[] };
  if (code === 'TW003') return { kind: 'pools' };
  // A serialisation failure, or a deadlock of which this transaction was the victim.
  if (code === '40001' || code === '40P01') return { kind: 'contention' };
  return null;
}
