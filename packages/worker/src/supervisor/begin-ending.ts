/** Begins to end an attempt that is in a child, and says in its log what is done. */
import { AttemptEnding, type EndingReason, type EndingStep } from './attempt-ending.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { Child } from './child.ts';
import type { ChildPool } from './child-pool.ts';
import type { HeldAttempt } from './held-attempt.ts';

export interface EndingOrder {
  readonly attempt: HeldAttempt;
  readonly child: Child;
  readonly reason: EndingReason;
  readonly why: string;
  readonly first: EndingStep;
}

export interface EndingTools {
  readonly pool: ChildPool;
  readonly log: AttemptLog;
  readonly stopGraceMs: number;
  readonly killGraceMs: number;
}

export function beginEnding(order: EndingOrder, { pool, log, stopGraceMs, killGraceMs }: EndingTools): AttemptEnding {
  const { attempt, child, reason, why, first } = order;
  const say = (message: string): void => log.say(attempt, 'system', 'error', [message]);
  const act = (step: EndingStep): void => {
    switch (step) {
      case 'asked':
        ask(child, attempt, reason, why);
        break;
      case 'terminated':
        say('Sending SIGTERM to the process group of the task.');
        pool.signal(child, 'SIGTERM');
        break;
      case 'killed':
        say('Sending SIGKILL to the process group of the task.');
        pool.signal(child, 'SIGKILL');
        break;
    }
  };
  say(why);
  return new AttemptEnding({ reason, why, first, stopGraceMs, killGraceMs, act });
}

function ask(child: Child, { attemptId }: HeldAttempt, reason: EndingReason, message: string): void {
  child.send({ kind: 'abort', attemptId, reason: reason === 'timeout' ? 'timeout' : 'cancelled', message });
  child.flush();
}
