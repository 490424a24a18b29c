/** Turns what executors, API servers and workers tell about remote work into lines of the log. */
import type { ExecutionEvent } from '@tradewind/api-server';
import type { RemoteExecutorEvent } from '@tradewind/executors';
import type { RemoteWorkerEvent } from '@tradewind/worker';
import type { Logger } from '../logging/logger.ts';

export function sayExecutorEvents(logger: Logger): (event: RemoteExecutorEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'workerJoined': {
        const { name, host, pid, slots, queues } = event.worker;
        return logger.info({ worker: name, host, pid, slots, queues }, 'worker joined');
      }
      case 'workerLeft':
        return logger.info({ worker: event.worker.name }, 'worker left');
      case 'workerLost':
        return logger.error({ worker: event.worker.name, why: event.why }, 'worker lost');
      case 'queueAway':
        return logger.warn({ why: event.message }, 'work queue away, trying again');
      case 'attemptsMissing':
        return logger.error({ count: event.count }, 'attempts missing from the work queue');
    }
  };
}

export function sayExecutionEvents(logger: Logger): (event: ExecutionEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'workerLetIn':
        return logger.info({ worker: event.name }, 'worker let in');
      case 'workerTurnedAway':
        return logger.warn({ worker: event.name, address: event.address }, 'worker turned away: wrong join token');
      case 'reportsRefused':
        return logger.warn({ worker: event.name, attempts: event.count }, 'reports refused');
    }
  };
}

export function sayRemoteWorkerEvents(logger: Logger): (event: RemoteWorkerEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'joined':
        return logger.info({ attempts: event.attempts }, 'joined');
      case 'serverAway':
        return logger.warn({ why: event.message }, 'API server away, trying again');
      case 'serverBack':
        return logger.info({ afterMs: event.afterMs }, 'API server back');
      case 'attemptsRevoked':
        return logger.warn({ count: event.count }, 'attempts revoked, stopping them');
      case 'givenUp':
        return logger.warn({ count: event.count }, 'given up by the server, joining anew');
      case 'abandoned':
        return logger.error({ count: event.count }, 'no API server came back, stopping what runs');
      case 'reportsUnreadable':
        return logger.error({ error: event.message }, 'report not taken');
      case 'logLinesLost':
        return logger.error({ count: event.count }, 'lines of task logs lost');
      case 'bundleFetched':
        return logger.info({ version: event.version.slice(0, 12), files: event.files, ms: event.ms }, 'code fetched');
      case 'bundlesRemoved':
        return logger.debug({ count: event.versions.length }, 'old code removed');
    }
  };
}
