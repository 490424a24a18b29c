import { describe, expect, test } from 'vitest';
import { isFinished, TASK_INSTANCE_STATES, type TaskInstanceState } from './task-instance-state.ts';
import {
  canTransitionTaskInstance,
  TASK_INSTANCE_EVENTS,
  type TaskInstanceEvent,
  transitionTaskInstance,
} from './task-instance-transitions.ts';
import { isTransitionError, TransitionError } from './transition-error.ts';

const UNFINISHED = TASK_INSTANCE_STATES.filter((state) => !isFinished(state)).join(' ');
const ANY = TASK_INSTANCE_STATES.join(' ');

/** The whole state machine again, written as sentences: from these states, on this event, to that state. */
const TRANSITIONS: readonly (readonly [string, TaskInstanceEvent, TaskInstanceState])[] = [
  ['none up_for_retry up_for_reschedule', 'dependencies_met', 'scheduled'],
  ['none up_for_retry up_for_reschedule', 'rule_skipped', 'skipped'],
  ['none up_for_retry up_for_reschedule', 'rule_upstream_failed', 'upstream_failed'],
  ['none up_for_retry up_for_reschedule', 'rule_removed', 'removed'],
  ['none up_for_retry up_for_reschedule scheduled', 'flow_skipped', 'skipped'],
  ['none up_for_retry up_for_reschedule', 'passed_through', 'success'],
  ['scheduled', 'queued', 'queued'],
  ['queued', 'unqueued', 'scheduled'],
  ['queued', 'started', 'running'],
  ['scheduled queued running', 'reset', 'none'],
  ['running', 'succeeded', 'success'],
  ['running', 'task_skipped', 'skipped'],
  ['queued running', 'failed_for_good', 'failed'],
  ['queued running', 'failed_with_retry', 'up_for_retry'],
  ['running', 'rescheduled', 'up_for_reschedule'],
  ['none up_for_retry up_for_reschedule running', 'deferred', 'deferred'],
  ['deferred', 'trigger_fired', 'scheduled'],
  ['deferred', 'trigger_succeeded', 'success'],
  ['deferred', 'trigger_failed', 'failed'],
  ['running', 'input_requested', 'awaiting_input'],
  ['awaiting_input', 'input_received', 'scheduled'],
  ['awaiting_input', 'input_timed_out', 'failed'],
  ['running restarting', 'cleared', 'restarting'],
  [ANY.replace('running ', '').replace(' restarting', ''), 'cleared', 'none'],
  ['restarting', 'killed', 'none'],
  [ANY, 'marked_success', 'success'],
  [ANY, 'marked_failed', 'failed'],
  [ANY, 'marked_skipped', 'skipped'],
  [UNFINISHED, 'skipped_with_run', 'skipped'],
  ['queued running restarting deferred awaiting_input up_for_reschedule', 'failed_with_run', 'failed'],
  [ANY, 'task_removed', 'removed'],
  ['removed', 'task_restored', 'none'],
];

const expected = new Map(
  TRANSITIONS.flatMap(([states, event, to]) => states.split(' ').map((state) => [`${state} ${event}`, to] as const)),
);

describe.each(TASK_INSTANCE_EVENTS)('%s', (event) => {
  test.each(TASK_INSTANCE_STATES)('from %s leads where the table says, or is refused', (state) => {
    const to = expected.get(`${state} ${event}`);
    expect(canTransitionTaskInstance(state, event)).toBe(to !== undefined);
    if (to === undefined) expect(() => transitionTaskInstance(state, event)).toThrow(TransitionError);
    else expect(transitionTaskInstance(state, event)).toBe(to);
  });
});

test('only a person, or a new version of the DAG, takes a task instance out of a finished state', () => {
  const byPeople = new Set([
    'cleared',
    'marked_success',
    'marked_failed',
    'marked_skipped',
    'task_removed',
    'task_restored',
  ]);
  for (const event of TASK_INSTANCE_EVENTS) {
    const leaves = TASK_INSTANCE_STATES.some((state) => isFinished(state) && canTransitionTaskInstance(state, event));
    expect(leaves, event).toBe(byPeople.has(event));
  }
});

test('a task instance runs only from queued', () => {
  const ways = TASK_INSTANCE_EVENTS.flatMap((event) =>
    TASK_INSTANCE_STATES.filter(
      (state) => canTransitionTaskInstance(state, event) && transitionTaskInstance(state, event) === 'running',
    ).map((state) => `${state} ${event}`),
  );
  expect(ways).toEqual(['queued started']);
});

test('from every state a task instance can still come to an end', () => {
  for (const start of TASK_INSTANCE_STATES) {
    const reached = new Set([start]);
    for (const state of reached) {
      for (const event of TASK_INSTANCE_EVENTS) {
        if (canTransitionTaskInstance(state, event)) reached.add(transitionTaskInstance(state, event));
      }
    }
    expect([...reached].some(isFinished), start).toBe(true);
  }
});

test('the error says from where the event would be possible', () => {
  expect(() => transitionTaskInstance('success', 'started')).toThrow(
    'A task instance in state "success" cannot take the event "started": it is possible only from queued. Reload it and decide again.',
  );
  try {
    transitionTaskInstance('none', 'killed');
    expect.unreachable();
  } catch (error) {
    expect(isTransitionError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'TRANSITION_ILLEGAL',
      machine: 'task instance',
      from: 'none',
      event: 'killed',
    });
  }
});
