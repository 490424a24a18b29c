import {
  compileDag,
  type DagGraph,
  type DagId,
  type RunId,
  readSerializedDag,
  type SerializedDag,
} from '@tradewind/model';
import {
  type DagRunRow,
  type Database,
  findDagRun,
  findDagVersion,
  listTaskInstances,
  type TaskInstanceRow,
} from '@tradewind/store';
import { notFound } from '../http/http-problem.ts';

/** A run with the version that it runs. */
export interface LoadedRun {
  readonly run: DagRunRow;
  readonly dag: SerializedDag;
  readonly graph: DagGraph;
  readonly instances: readonly TaskInstanceRow[];
}

/** @throws {HttpProblem} 404 */
export async function loadRun(
  database: Database,
  { dag_id: dagId, dag_run_id: runId }: { readonly dag_id: string; readonly dag_run_id: string },
): Promise<LoadedRun> {
  const run = await findDagRun(database, dagId as DagId, runId as RunId);
  if (run === null) throw notFound(`DAG "${dagId}" has no run "${runId}".`);
  return loadRunOf(database, run);
}

export async function loadRunOf(database: Database, run: DagRunRow): Promise<LoadedRun> {
  const [stored, instances] = await Promise.all([
    findDagVersion(database, run.dagVersionId),
    listTaskInstances(database, run.dagRunKey),
  ]);
  const dag = readSerializedDag(stored);
  return { run, dag, graph: compileDag(dag), instances };
}
