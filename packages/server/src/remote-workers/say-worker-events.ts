/** Turns what a hub of workers, or a worker, tells into lines of the log. */
import type { WorkerHubEvent } from '@tradewind/executors';
import type { RemoteWorkerEvent } from '@tradewind/worker';
import type { Logger } from '../logging/logger.ts';

export function sayHubEvents(logger: Logger): (event: WorkerHubEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'workerRejected':
        return logger.warn({ why: event.reason }, 'worker turned away');
      case 'workerJoined': {
        const { name, host, pid, slots, queues } = event.worker;
        return logger.info({ worker: name, host, pid, slots, queues, attempts: event.attempts }, 'worker joined');
      }
      case 'workerResumed':
        return logger.info({ worker: event.worker.name, attempts: event.attempts }, 'worker is back');
      case 'workerAway':
        return logger.warn({ worker: event.worker.name }, 'worker disconnected');
      case 'workerLost':
        return logger.error({ worker: event.worker.name, why: event.why, attempts: event.lost }, 'worker lost');
      case 'workerLeft':
        return logger.info({ worker: event.worker.name, lost: event.lost }, 'worker left');
      case 'attemptsRevoked':
        return logger.warn({ worker: event.worker.name, count: event.count }, 'attempts revoked');
    }
  };
}

export function sayRemoteWorkerEvents(logger: Logger): (event: RemoteWorkerEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'welcomed':
        return logger.info({ attempts: event.attempts }, 'connected to the scheduler');
      case 'schedulerAway':
        return logger.warn({ why: event.message }, 'scheduler away, trying again');
      case 'attemptsRevoked':
        return logger.warn({ count: event.count }, 'attempts revoked, stopping them');
      case 'abandoned':
        return logger.error({ count: event.count }, 'no scheduler came back, stopping what runs');
      case 'bundleFetched':
        return logger.info({ version: event.version.slice(0, 12), files: event.files, ms: event.ms }, 'code fetched');
    }
  };
}
