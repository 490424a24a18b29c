/** Turns what a scheduler tells into lines of the log. */
import type { SchedulerEvent, SchedulerListener } from '@tradewind/scheduler';
import type { Logger } from '../logging/logger.ts';

export function sayEvents(logger: Logger): SchedulerListener {
  return (event) => say(logger, event);
}

function say(logger: Logger, event: SchedulerEvent): void {
  switch (event.kind) {
    case 'schedulerStarted':
      return logger.info({ scheduler: event.schedulerId }, 'scheduler started');
    case 'schedulerEnded':
      return logger.info({ scheduler: event.schedulerId, why: event.why }, 'scheduler ended');
    case 'schedulersTakenOver':
      return logger.warn({ schedulers: event.schedulerIds }, 'took over from dead schedulers');
    case 'dagUnusable':
      return logger.error({ dag: event.dagId, error: event.message }, 'DAG cannot be used');
    case 'runCreated':
      return logger.debug({ dag: event.dagId, run: event.runId }, 'run created');
    case 'runStarted':
      return logger.debug({ dag: event.dagId, run: event.runId }, 'run started');
    case 'runFinished':
      return logger[event.state === 'failed' ? 'warn' : 'info'](
        { dag: event.dagId, run: event.runId, state: event.state, ms: event.durationMs },
        'run finished',
      );
    case 'attemptsLost':
      return logger.warn({ dag: event.dagId, run: event.runId, tasks: event.taskIds }, 'attempts lost, made again');
    case 'databaseAway':
      return logger.error({ error: event.message }, 'database away, waiting');
    case 'databaseBack':
      return logger.info({ afterMs: event.afterMs }, 'database back');
    case 'poolsCorrected':
      return logger.warn({ pools: event.pools }, 'pool counts corrected');
    case 'turnFailed':
    case 'heartbeatFailed':
      return logger.error({ ...event }, event.kind);
    case 'dagsClaimed':
    case 'dagsReleased':
    case 'reportRefused':
    case 'turnCommitted':
    case 'turnRefused':
      return logger.debug({ ...event }, event.kind);
  }
}
