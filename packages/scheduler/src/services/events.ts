/** What a scheduler tells whoever listens: logs, metrics and tests subscribe. */

import type { AttemptId, DagId, DagRunKey, DagRunState, RunId, SchedulerId, TaskId } from '@tradewind/model';
import type { CommitConflict } from '@tradewind/store';

export type SchedulerEvent =
  | { readonly kind: 'schedulerStarted'; readonly schedulerId: SchedulerId }
  | { readonly kind: 'schedulerEnded'; readonly schedulerId: SchedulerId; readonly why: 'stopped' | 'taken_over' }
  | { readonly kind: 'schedulersTakenOver'; readonly schedulerIds: readonly SchedulerId[] }
  | { readonly kind: 'dagsClaimed'; readonly dagIds: readonly DagId[] }
  | { readonly kind: 'dagsReleased'; readonly dagIds: readonly DagId[] }
  | { readonly kind: 'dagUnusable'; readonly dagId: DagId; readonly message: string }
  | { readonly kind: 'runCreated'; readonly dagId: DagId; readonly runId: RunId; readonly dagRunKey: DagRunKey }
  | { readonly kind: 'runStarted'; readonly dagId: DagId; readonly runId: RunId; readonly dagRunKey: DagRunKey }
  | {
      readonly kind: 'runFinished';
      readonly dagId: DagId;
      readonly runId: RunId;
      readonly dagRunKey: DagRunKey;
      readonly state: DagRunState;
      readonly durationMs: number;
    }
  | { readonly kind: 'attemptsLost'; readonly dagId: DagId; readonly runId: RunId; readonly taskIds: readonly TaskId[] }
  | { readonly kind: 'reportRefused'; readonly attemptId: AttemptId }
  | { readonly kind: 'turnCommitted'; readonly taskInstances: number; readonly runs: number; readonly commitMs: number }
  | { readonly kind: 'turnRefused'; readonly why: CommitConflict['kind'] }
  /** A turn was given up unexpectedly; `runId` when one run is to blame. It is tried again after the pause. */
  | {
      readonly kind: 'turnFailed';
      readonly message: string;
      readonly dagId: DagId | null;
      readonly runId: RunId | null;
      readonly pauseMs: number;
    }
  | { readonly kind: 'heartbeatFailed'; readonly message: string }
  | { readonly kind: 'databaseAway'; readonly message: string }
  | { readonly kind: 'databaseBack'; readonly afterMs: number }
  | { readonly kind: 'poolsCorrected'; readonly pools: readonly string[] };

export type SchedulerListener = (event: SchedulerEvent) => void;
