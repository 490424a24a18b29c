/**
 * What the remote executor needs: a queue that outlives every process, from which workers are given attempts and into
 * which their reports come. PostgreSQL is one; `server` brings the two together.
 */
import type { AttemptId, AttemptReport, WorkerId, Workload } from '@tradewind/model';
import type { CancelReason } from '../executor.ts';

/** A worker that has joined. */
export interface QueueWorker {
  readonly id: WorkerId;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly queues: readonly string[];
  /** True when it takes no more attempts. */
  readonly isDraining: boolean;
}

export type QueuedReport =
  | { readonly attemptId: AttemptId; readonly kind: 'started'; readonly report: AttemptReport }
  | { readonly attemptId: AttemptId; readonly kind: 'finished'; readonly report: AttemptReport }
  /** Its worker is gone, and nobody will say more. */
  | {
      readonly attemptId: AttemptId;
      readonly kind: 'lost';
      readonly report: { readonly worker: string; readonly startedAt: number | null };
    };

export interface HeldInQueue {
  readonly attemptId: AttemptId;
  /** Null: its end waits to be read. */
  readonly queue: string | null;
}

export interface WorkQueueListener {
  /** Reports for this executor have come; null: too many to name. */
  onReports(attemptIds: readonly AttemptId[] | null): void;
  /** Workers joined, left, or changed. */
  onWorkers(): void;
  /** Something may have been missed: look at everything. */
  onGap(): void;
}

/** Every call is about the attempts that this executor submitted or adopted last. What fails may be called again. */
export interface WorkQueue {
  /** Begins to listen. @throws when the queue cannot be reached; later on it connects again by itself. */
  open(listener: WorkQueueListener): Promise<void>;
  close(): Promise<void>;
  /** Whether trying again is right. */
  isTemporary(error: unknown): boolean;
  submit(workloads: readonly Workload[]): Promise<void>;
  /** Calls attempts off. Returns those that no worker had: they are gone. */
  cancel(attemptIds: readonly AttemptId[], reason: CancelReason): Promise<readonly AttemptId[]>;
  /** Takes everything back, from workers as well. */
  withdraw(): Promise<void>;
  /** Reports that are not settled: of these attempts, or of all. */
  read(attemptIds: readonly AttemptId[] | null): Promise<readonly QueuedReport[]>;
  /** Takes attempts over from whoever had them. Returns those that exist. */
  adopt(attemptIds: readonly AttemptId[]): Promise<readonly HeldInQueue[]>;
  /** The ends of these attempts are recorded. */
  settle(attemptIds: readonly AttemptId[]): Promise<void>;
  /** Which of these attempts are in the queue, or have reports there. */
  known(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]>;
  listWorkers(): Promise<readonly QueueWorker[]>;
  /** Gives up workers that are silent, and these, whose processes are dead; their attempts are reported as lost. */
  giveUpWorkers(dead: readonly WorkerId[]): Promise<readonly QueueWorker[]>;
}
