/** What a supervisor is made of, wired once. */
import type { AttemptId } from '@tradewind/model';
import { AttemptLimits, type AttemptLimitsOptions } from './attempt-limits.ts';
import { AttemptLog } from './attempt-log.ts';
import { AttemptReports } from './attempt-reports.ts';
import { ChildOutput } from './child-output.ts';
import { ChildPool, type PoolListener } from './child-pool.ts';
import { Dispatcher } from './dispatcher.ts';
import type { HeldAttempt } from './held-attempt.ts';
import { type ResolvedSupervisorOptions, resolveOptions, type SupervisorOptions } from './options.ts';
import { StopState } from './stop-state.ts';
import { TaskDurations } from './task-durations.ts';

export interface SupervisorParts {
  readonly options: ResolvedSupervisorOptions;
  /** Every attempt from `run` until its `finished` report. */
  readonly held: Map<AttemptId, HeldAttempt>;
  readonly pool: ChildPool;
  readonly dispatcher: Dispatcher;
  readonly durations: TaskDurations;
  readonly limits: AttemptLimits;
  readonly log: AttemptLog;
  readonly output: ChildOutput;
  readonly reports: AttemptReports;
  readonly stopState: StopState;
}

/** Who hears of what happens outside of the supervisor's own calls. */
export type SupervisorHandlers = Pick<PoolListener, 'onMessages' | 'onExit'> & Pick<AttemptLimitsOptions, 'onExceeded'>;

export function assembleParts(given: SupervisorOptions, handlers: SupervisorHandlers): SupervisorParts {
  const options = resolveOptions(given);
  const { logs, maskText, host, loadTimeoutMs, memorySampleMs, onEvent } = options;
  const { onMessages, onExit, onExceeded } = handlers;
  const durations = new TaskDurations();
  const log = new AttemptLog({ store: logs, maskText });
  const output = new ChildOutput(log);
  const pool = new ChildPool(options, {
    onMessages,
    onRawLines: (child, stream, lines) => output.receiveRaw(child, stream, lines),
    onExit,
  });
  const dispatcher = new Dispatcher(pool, durations, {
    onTakenBack: ({ pid }, attempts) =>
      onEvent({ kind: 'attempts_revoked', pid, attemptIds: attempts.map(({ attemptId }) => attemptId) }),
  });
  const limits = new AttemptLimits({ loadTimeoutMs, memorySampleMs, onExceeded });
  const reports = new AttemptReports(host);
  const stopState = new StopState();
  return { options, held: new Map(), pool, dispatcher, durations, limits, log, output, reports, stopState };
}
