import type { DagId, RunId, TaskId } from '@tradewind/model';
import { countDags, listDagRuns } from '@tradewind/store';
import type { Config } from '../config/index.ts';
import { openMigratedDatabase } from '../platform/configured-database.ts';
import { SeedRefusedError } from './errors.ts';
import { WIDE_DAG } from './seed-dags.ts';
import { seedDeployment } from './seed-deployment.ts';
import { seedLog } from './seed-log.ts';

export interface SeedRequest {
  readonly dags: number;
  readonly tasks: number;
  readonly runs: number;
  readonly instances: number;
  readonly logLines: number;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onProgress: (sentence: string) => void;
}

/** Tasks of the graphs that are hard to draw. */
const GRAPHS = [2_000, 10_000];

/** Fills the database of the configuration. @throws {SeedRefusedError} when it has DAGs already. */
export async function seedConfigured(config: Config, { logLines, ...request }: SeedRequest): Promise<void> {
  const opened = await openMigratedDatabase(config);
  try {
    const { database } = opened;
    const known = await countDags(database);
    if (known > 0) throw new SeedRefusedError(known);
    await seedDeployment(database, { ...request, graphs: request.tasks > 0 ? GRAPHS : [] });
    const [run] = await listDagRuns(database, { dagId: WIDE_DAG as DagId, limit: 1 });
    if (run === undefined || logLines === 0) return;
    const attempt = {
      dagId: run.dagId,
      runId: run.runId as RunId,
      taskId: 't00000' as TaskId,
      mapIndex: -1,
      tryNumber: 1,
    };
    await seedLog(config.logging.folder, attempt, { lines: logLines, now: request.now });
    request.onProgress(`${logLines} lines of log for ${run.dagId} ${run.runId} t00000`);
  } finally {
    await opened.close();
  }
}
