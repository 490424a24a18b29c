import {
  ApiError,
  deleteDagRun,
  getDag,
  getDagRun,
  getDagRuns,
  getHealth,
  getTaskInstances,
} from '@tradewind/contract';
import type { DagId, DagRunKey } from '@tradewind/model';
import { CommandFailedError } from '../errors.ts';
import type { RunSnapshot, RunsPort } from '../ports/runs-port.ts';
import { listAll } from './list-all.ts';
import { readDefinition } from './remote-dags.ts';
import type { Server } from './server.ts';
import { watchRemoteRun } from './watch-remote-run.ts';
import { wireInstant } from './wire-instant.ts';
import { runOf, runPathOf, taskInstanceOf } from './wire-runs.ts';

/** In the path of a list: every DAG. */
const EVERY = '~';

/** The runs of a server. */
export function remoteRuns(server: Server): RunsPort {
  const { client } = server;
  const snapshot = (dagRunKey: DagRunKey): Promise<RunSnapshot> => snapshotOf(server, dagRunKey);
  return {
    list: (filter) => list(client, filter),
    find: (dagId, runIdOrDate) => find(client, dagId, runIdOrDate),
    snapshot,
    async dagOf(dagRunKey) {
      const params = runPathOf(dagRunKey);
      const version = (await client.call(getDagRun, { params })).dag_versions.at(-1)?.version_number;
      const dag = version === undefined ? null : await readDefinition(client, params.dag_id, version);
      if (dag === null)
        throw new CommandFailedError(`The version of DAG "${params.dag_id}" that the run runs is not kept any more.`);
      return dag;
    },
    watch: (dagRunKey, signal) =>
      watchRemoteRun(server, { path: runPathOf(dagRunKey), look: () => snapshot(dagRunKey) }, signal),
    delete: async (dagRunKey) => void (await client.call(deleteDagRun, { params: runPathOf(dagRunKey) })),
    hasScheduler: async () => (await client.call(getHealth)).scheduler.status === 'healthy',
  };
}

type Client = Server['client'];

async function list(client: Client, filter: Parameters<RunsPort['list']>[0]): ReturnType<RunsPort['list']> {
  const { dagId = EVERY, states, runTypes, logicalDateFromAt, logicalDateToAt, limit } = filter;
  const query = {
    order_by: ['-run_after'],
    ...(states === undefined ? {} : { state: [...states] }),
    ...(runTypes === undefined ? {} : { run_type: [...runTypes] }),
    ...(logicalDateFromAt === undefined ? {} : { logical_date_gte: wireInstant(logicalDateFromAt) }),
    ...(logicalDateToAt === undefined ? {} : { logical_date_lte: wireInstant(logicalDateToAt) }),
  };
  return listAll(
    (page) => client.call(getDagRuns, { params: { dag_id: dagId }, query: { ...page, ...query } }),
    (page) => page.dag_runs.map(runOf),
    limit,
  );
}

/** By its id, or else by its logical date. */
async function find(client: Client, dagId: DagId, runIdOrDate: string): ReturnType<RunsPort['find']> {
  try {
    return runOf(await client.call(getDagRun, { params: { dag_id: dagId, dag_run_id: runIdOrDate } }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    await client.call(getDag, { params: { dag_id: dagId } });
    const dateAt = dateOf(runIdOrDate);
    const sameDay =
      dateAt === null
        ? []
        : await list(client, { dagId, logicalDateFromAt: dateAt, logicalDateToAt: dateAt, limit: 1 });
    if (sameDay[0] !== undefined) return sameDay[0];
    throw error;
  }
}

/** A date, or a date and a time, which are in UTC without a zone; null when it is none. */
function dateOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null;
  const at = Date.parse(/T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(at) ? null : at;
}

async function snapshotOf({ client }: Server, dagRunKey: DagRunKey): Promise<RunSnapshot> {
  const params = runPathOf(dagRunKey);
  // The run before its tasks: when it has finished, so have they.
  const run = runOf(await client.call(getDagRun, { params }));
  const taskInstances = await listAll(
    (page) => client.call(getTaskInstances, { params, query: { ...page, order_by: ['task_id', 'map_index'] } }),
    (page) => page.task_instances.map(taskInstanceOf),
  );
  return { run, taskInstances };
}
