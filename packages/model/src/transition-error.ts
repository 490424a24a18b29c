import { TradewindError } from './errors.ts';

export type StateMachine = 'task instance' | 'DAG run';

/** An event met a state in which the state machine does not know it. It is a fault of ours, never of an author. */
export class TransitionError extends TradewindError {
  readonly code = 'TRANSITION_ILLEGAL';
  readonly machine: StateMachine;
  readonly from: string;
  readonly event: string;

  constructor(machine: StateMachine, from: string, event: string, possibleFrom: readonly string[]) {
    const possible =
      possibleFrom.length === 0
        ? 'it is no event of this machine'
        : `it is possible only from ${possibleFrom.join(', ')}`;
    super(`A ${machine} in state "${from}" cannot take the event "${event}": ${possible}. Reload it and decide again.`);
    this.machine = machine;
    this.from = from;
    this.event = event;
  }
}

/** True also for an error that another copy of this package threw. */
export function isTransitionError(error: unknown): error is TransitionError {
  return error instanceof Error && 'code' in error && error.code === 'TRANSITION_ILLEGAL';
}
