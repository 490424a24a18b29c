/** Turns what the embedded PostgreSQL server tells into lines of the log. */
import type { EmbeddedPostgresEvent } from '@tradewind/store';
import type { Logger } from '../logging/logger.ts';

export function sayDatabaseEvent(logger: Logger, event: EmbeddedPostgresEvent): void {
  switch (event.kind) {
    case 'exited':
    case 'unresponsive':
      return logger.error({ pid: event.pid }, `PostgreSQL ${event.kind}`);
    case 'restartFailed':
      return logger.error({ error: event.error.message, nextInMs: event.nextInMs }, 'PostgreSQL not started');
    case 'waiting':
      return logger.info({ pid: event.pid }, 'waiting for another process of this home');
    case 'ready':
      return logger[event.recovered ? 'warn' : 'debug'](
        { pid: event.pid, recovered: event.recovered, ms: event.tookMs },
        'PostgreSQL ready',
      );
    case 'initialised':
    case 'binariesCopied':
    case 'attached':
    case 'leftRunning':
    case 'stopped':
      return logger.debug({ ...event }, `PostgreSQL ${event.kind}`);
  }
}
