/**
 * What executors, API servers and each other tell through PostgreSQL about attempts for workers without a database. A
 * notification says "look again"; the rows are the truth.
 */
import type { AttemptId, ExecutorId, WorkerId } from '@tradewind/model';

/** For API servers: there is work, or something to tell to workers. */
export const WORK_CHANNEL = 'tradewind_work';
/** For executors: workers joined, left or changed. */
export const WORKERS_CHANNEL = 'tradewind_workers';

export type WorkNotice =
  /** Attempts were submitted: how many, by queue. */
  | { readonly kind: 'queues'; readonly queues: Readonly<Record<string, number>> }
  /** These workers have attempts that are not theirs any more, or are called off. */
  | { readonly kind: 'workers'; readonly workers: readonly WorkerId[] }
  /** Too much to name. */
  | { readonly kind: 'all' };

/** Where an executor hears of reports for it. */
export function reportsChannelOf(executor: ExecutorId): string {
  return `tradewind_r_${executor.replaceAll('-', '')}`;
}

/** Anything that is not ours stands for "look at everything". */
export function readWorkNotice(payload: string): WorkNotice {
  try {
    const value = JSON.parse(payload) as Partial<Extract<WorkNotice, { kind: 'queues' }>> & { workers?: WorkerId[] };
    if (value.queues !== undefined) return { kind: 'queues', queues: value.queues };
    if (value.workers !== undefined) return { kind: 'workers', workers: value.workers };
  } catch {
    // Not JSON.
  }
  return { kind: 'all' };
}

/** The attempts that a notification about reports names; null: too many to name. */
export function readReportNotice(payload: string): readonly AttemptId[] | null {
  return payload === '' ? null : (payload.split(',') as AttemptId[]);
}
