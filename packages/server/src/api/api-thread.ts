/** The thread of the API server in standalone mode, so that a heavy page never delays a turn of the scheduler. */
import { parentPort, workerData } from 'node:worker_threads';
import { isUnreachable, openDatabase } from '@tradewind/store';
import { createLogger } from '../logging/logger.ts';
import { type RunningApi, startApi } from './start-api.ts';
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts';

const { loaded, database: options } = workerData as ThreadData;
const tell = (message: FromThread): void => parentPort!.postMessage(message);
const database = openDatabase({
  ...options,
  applicationName: 'tradewind-api',
  maxConnections: loaded.config.api.maxConnections,
});

try {
  const api = await startApi({ loaded, database, logger: createLogger(loaded.config.logging, process.stderr) });
  parentPort!.on('message', ({ kind }: ToThread) => {
    if (kind === 'stop') void stop(api);
  });
  tell({ kind: 'listening', url: api.url });
} catch (error) {
  const { name, message, code } = error as Error & { readonly code?: unknown };
  tell({
    kind: 'refused',
    name,
    message,
    code: typeof code === 'string' ? code : null,
    isTemporary: isUnreachable(error),
  });
  await database.close();
  parentPort!.close();
}

async function stop(api: RunningApi): Promise<void> {
  await api.close();
  await database.close();
  parentPort!.close();
}
