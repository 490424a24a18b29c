import { describe, expect, test } from 'vitest';
import { DAG_RUN_STATES, type DagRunState } from './dag-run-state.ts';
import { DAG_RUN_EVENTS, type DagRunEvent, transitionDagRun } from './dag-run-transitions.ts';
import { TransitionError } from './transition-error.ts';

/** In the order of the states: queued, running, success, failed; `-` is refused. */
const TABLE: { readonly [Event in DagRunEvent]: string } = {
  started: 'running - - -',
  cancelled: 'failed - - -',
  succeeded: '- success - -',
  tasks_failed: '- failed - -',
  deadlocked: '- failed - -',
  timed_out: '- failed - -',
  cleared: 'queued running queued queued',
  marked_success: 'success success success success',
  marked_failed: 'failed failed failed failed',
  marked_queued: 'queued queued queued queued',
};

describe.each(DAG_RUN_EVENTS)('%s', (event) => {
  test.each(DAG_RUN_STATES)('from %s leads where the table says, or is refused', (state: DagRunState) => {
    const to = TABLE[event].split(' ')[DAG_RUN_STATES.indexOf(state)];
    if (to === '-') expect(() => transitionDagRun(state, event)).toThrow(TransitionError);
    else expect(transitionDagRun(state, event)).toBe(to);
  });
});

test('the error names the machine', () => {
  expect(() => transitionDagRun('success', 'timed_out')).toThrow(
    'A DAG run in state "success" cannot take the event "timed_out": it is possible only from running.',
  );
});
