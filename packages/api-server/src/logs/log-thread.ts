/** The thread that reads whole logs: it indexes them and searches them, one job at a time, and never waits. */
import { parentPort, workerData } from 'node:worker_threads';
import { bringUpToDate, readIndex, writeIndex } from './log-index-file.ts';
import type { FromLogThread, LogJob, LogThreadData } from './log-thread-messages.ts';
import { searchFile } from './search/search-file.ts';

const { stop } = workerData as LogThreadData;
const isStopped = new Int32Array(stop);
const tell = (message: FromLogThread): void => parentPort!.postMessage(message);

parentPort!.on('message', (job: LogJob) => void work(job));

async function work(job: LogJob): Promise<void> {
  try {
    if (job.kind === 'index') {
      const index = await bringUpToDate(job.path, await readIndex(job.path));
      await writeIndex(job.path, index);
      tell({ kind: 'indexed', index });
    } else {
      for (const found of searchFile(job.search)) {
        tell({ kind: 'found', found });
        if (Atomics.load(isStopped, 0) === 1) break;
      }
    }
    tell({ kind: 'done' });
  } catch (error) {
    tell({ kind: 'failed', message: (error as Error).message });
  }
}
