/**
 * A cell of the grid as one byte: the low four bits are the state, the high four bits are flags.
 *
 * Stored nowhere, but known to every client: states keep their places, and new ones come at the end.
 */
import type { TaskInstanceState } from './task-instance-state.ts';

/** A state's place is its code. */
export const CELL_STATES = [
  'none',
  'scheduled',
  'queued',
  'running',
  'success',
  'failed',
  'skipped',
  'upstream_failed',
  'removed',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'awaiting_input',
  'restarting',
] as const;

/** The byte of a task that the run does not have. */
export const ABSENT_CELL = 15;

export const CELL_FLAGS = {
  /** More than one try was begun. */
  retried: 16,
  /** Mapped, and its instances are in different states; the state is the worst of them. */
  mixed: 32,
  /** Has a note. */
  noted: 64,
  /** After its deadline. */
  late: 128,
} as const;

export interface CellFlags {
  readonly isRetried?: boolean;
  readonly isMixed?: boolean;
  readonly isNoted?: boolean;
  readonly isLate?: boolean;
}

export interface Cell extends Required<CellFlags> {
  /** Null: the run does not have this task. */
  readonly state: TaskInstanceState | null;
}

const CODES = new Map<TaskInstanceState, number>(CELL_STATES.map((state, code) => [state, code]));

export function encodeCell(state: TaskInstanceState, flags: CellFlags = {}): number {
  return (
    CODES.get(state)! +
    (flags.isRetried ? CELL_FLAGS.retried : 0) +
    (flags.isMixed ? CELL_FLAGS.mixed : 0) +
    (flags.isNoted ? CELL_FLAGS.noted : 0) +
    (flags.isLate ? CELL_FLAGS.late : 0)
  );
}

export function decodeCell(byte: number): Cell {
  return {
    state: CELL_STATES[byte & 15] ?? null,
    isRetried: (byte & CELL_FLAGS.retried) !== 0,
    isMixed: (byte & CELL_FLAGS.mixed) !== 0,
    isNoted: (byte & CELL_FLAGS.noted) !== 0,
    isLate: (byte & CELL_FLAGS.late) !== 0,
  };
}

/** From what needs people most to what needs them least: the state that stands for many. */
const BY_GRAVITY: readonly TaskInstanceState[] = [
  'failed',
  'upstream_failed',
  'awaiting_input',
  'up_for_retry',
  'up_for_reschedule',
  'queued',
  'scheduled',
  'deferred',
  'running',
  'restarting',
  'none',
  'success',
  'skipped',
  'removed',
];

/** The state of a mapped task or a group, from the states of what it holds. */
export function gravestState(states: Iterable<TaskInstanceState>): TaskInstanceState | null {
  const present = new Set(states);
  return BY_GRAVITY.find((state) => present.has(state)) ?? null;
}
