/** One change: a transaction with its audit events. */
import { type AuditDeed, type Database, insertAuditEvents, type NewAuditEvent, type Queryable } from '@tradewind/store';
import type { Caller } from '../identity/caller.ts';

/** What a change works with. */
export interface Changing {
  readonly transaction: Queryable;
  /** Keeps an audit event, which is stored with the change or not at all. */
  record(deed: AuditDeed): void;
  readonly isDryRun: boolean;
}

export interface ChangeOptions {
  /** True: nothing is kept. @default what the query parameter `dry_run` says */
  readonly isDryRun?: boolean;
}

export type Change = <Result>(
  work: (changing: Changing) => Promise<Result>,
  options?: ChangeOptions,
) => Promise<Result>;

/** From where a request came, for the record. */
export interface Origin {
  readonly caller: Caller;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
}

export interface ChangeParts {
  readonly database: Database;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly origin: Origin;
  /** Whether it is a dry run when the change itself does not say. */
  readonly isDryRun: boolean;
  /** Told when something was recorded. */
  readonly onRecorded?: () => void;
}

/** Carries the result of a dry run out of the transaction that it rolls back. */
class DryRunEnded<Result> extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super('The dry run has ended.');
    this.result = result;
  }
}

export function changeWith({ database, now, origin, onRecorded, ...parts }: ChangeParts): Change {
  return async <Result>(
    work: (changing: Changing) => Promise<Result>,
    { isDryRun = parts.isDryRun }: ChangeOptions = {},
  ): Promise<Result> => {
    try {
      return await database.transaction(async (transaction) => {
        const records: AuditDeed[] = [];
        const result = await work({ transaction, record: (one) => void records.push(one), isDryRun });
        if (isDryRun) throw new DryRunEnded(result);
        if (records.length === 0) return result;
        await insertAuditEvents(
          transaction,
          records.map((one) => auditEventOf(one, origin, now())),
        );
        onRecorded?.();
        return result;
      });
    } catch (error) {
      if (error instanceof DryRunEnded) return error.result as Result;
      throw error;
    }
  };
}

function auditEventOf(
  deed: AuditDeed,
  { caller, address, userAgent, requestId }: Origin,
  happenedAt: number,
): NewAuditEvent {
  return {
    ...deed,
    happenedAt,
    userId: caller.userId,
    owner: caller.name,
    via: caller.via,
    address,
    userAgent,
    requestId,
  };
}
