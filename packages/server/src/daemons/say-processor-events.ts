/** Turns what a DAG processor tells into lines of the log. */
import type { DagProcessorEvent, DagProcessorListener } from '@tradewind/dag-processor';
import type { Logger } from '../logging/logger.ts';

export function sayProcessorEvents(logger: Logger): DagProcessorListener {
  return (event) => say(logger, event);
}

function say(logger: Logger, event: DagProcessorEvent): void {
  switch (event.kind) {
    case 'importFailed': {
      const { code, message, line } = event.fault;
      return logger.error({ file: event.file, line, code, error: message }, 'DAG file broken');
    }
    case 'importRecovered':
      return logger.info({ file: event.file }, 'DAG file mended');
    case 'dagsStored':
      return logger.info({ dags: event.dagIds.length, newVersions: event.newVersions }, 'DAGs stored');
    case 'dagsDeactivated':
      return logger.info({ dags: event.dagIds }, 'DAGs gone from files');
    case 'watchFailed':
      return logger.warn({ folder: event.folder, error: event.message }, 'folder not watched');
    case 'turnFailed':
      return logger.error({ error: event.error.message, retryInMs: event.retryInMs }, 'DAG folder not read');
    case 'turnEnded':
    case 'loadProgressed':
    case 'snapshotTaken':
    case 'snapshotsRemoved':
      return logger.debug({ ...event }, event.kind);
  }
}
