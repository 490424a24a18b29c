import type { Static } from '@sinclair/typebox';
import type { ErrorGroup } from '@tradewind/contract';
import type { FailureRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';

export interface FailureGroup extends Fingerprint {
  readonly count: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly dagIds: readonly string[];
  /** The newest of them. */
  readonly example: FailureRow;
}

/** Failures that are the same one, together; `failures` come with the newest first. */
export function groupFailures(failures: readonly FailureRow[]): readonly FailureGroup[] {
  const marked = failures.map((failure) => ({ failure, print: fingerprintOf(readFailure(failure)) }));
  return [...Map.groupBy(marked, ({ print }) => print.fingerprint).values()].map((group) => {
    const instants = group.flatMap(({ failure }) => failure.failedAt ?? []);
    return {
      ...group[0]!.print,
      count: group.length,
      firstAt: instants.length === 0 ? null : Math.min(...instants),
      lastAt: instants.length === 0 ? null : Math.max(...instants),
      dagIds: [...new Set(group.map(({ failure }) => failure.dagId))].sort(),
      example: group[0]!.failure,
    };
  });
}

/** A task that was ended from outside has no error of its own. */
function readFailure({ errorName, errorMessage, errorStack }: FailureRow): Parameters<typeof fingerprintOf>[0] {
  return { name: errorName ?? 'Failed', message: errorMessage ?? 'without an error', stack: errorStack };
}

export function presentFailureGroup(group: FailureGroup): Static<typeof ErrorGroup> {
  const { example } = group;
  return {
    fingerprint: group.fingerprint,
    name: group.name,
    message: group.message,
    frame: group.frame,
    count: group.count,
    first_seen: instantText(group.firstAt),
    last_seen: instantText(group.lastAt),
    dag_ids: [...group.dagIds],
    example: {
      dag_id: example.dagId,
      dag_run_id: example.runId,
      task_id: example.taskId,
      map_index: example.mapIndex,
      try_number: example.tryNumber,
      message: example.errorMessage ?? 'without an error',
      failed_at: instantText(example.failedAt),
    },
  };
}

export type FailureOrder = (one: FailureGroup, other: FailureGroup) => number;

const BY: Readonly<Record<string, FailureOrder>> = {
  count: (one, other) => one.count - other.count,
  first_seen: (one, other) => (one.firstAt ?? 0) - (other.firstAt ?? 0),
  last_seen: (one, other) => (one.lastAt ?? 0) - (other.lastAt ?? 0),
  name: (one, other) => one.name.localeCompare(other.name),
};

/** Null when there is no such order. */
export function failureOrder(names: readonly string[]): FailureOrder | null {
  const orders = names.map((name) => ({ order: BY[name.replace(/^-/, '')], sign: name.startsWith('-') ? -1 : 1 }));
  if (orders.some(({ order }) => order === undefined)) return null;
  return (one, other) => {
    for (const { order, sign } of orders) {
      const difference = sign * order!(one, other);
      if (difference !== 0) return difference;
    }
    return one.fingerprint.localeCompare(other.fingerprint);
  };
}
