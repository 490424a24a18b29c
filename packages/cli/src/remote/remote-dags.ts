import {
  ApiError,
  deleteDag,
  getDag,
  getDagDefinition,
  getDagDetails,
  getDagForecast,
  getDags,
  getImportErrors,
  listDagWarnings,
  MAX_FORECAST_RUNS,
  patchDag,
  triggerDagRun,
} from '@tradewind/contract';
import type { DagId, SerializedDag } from '@tradewind/model';
import type { Clock } from '../ports/clock.ts';
import type { DagsPort, TriggerRequest } from '../ports/dags-port.ts';
import { listAll } from './list-all.ts';
import type { Server } from './server.ts';
import { dagOf, dagSummaryOf, importErrorOf, plannedRunOf, warningOf } from './wire-dags.ts';
import { wireInstant } from './wire-instant.ts';
import { runOf } from './wire-runs.ts';

export interface RemoteDagsParts {
  readonly server: Server;
  readonly clock: Pick<Clock, 'now'>;
}

/** The DAGs of a server. */
export function remoteDags({ server: { client }, clock }: RemoteDagsParts): DagsPort {
  const ofDag = (dagId: DagId) => ({ params: { dag_id: dagId } });
  return {
    list: (filter) => list(client, filter),
    async find(dagId) {
      const dag = await client.call(getDagDetails, ofDag(dagId));
      const version = dag.latest_dag_version;
      return dagOf(dag, version === null ? null : await readDefinition(client, dagId, version.version_number));
    },
    async setPaused(dagIds, isPaused) {
      const before = await Promise.all(dagIds.map((dagId) => client.call(getDag, ofDag(dagId))));
      const changed = dagIds.filter((_, index) => before[index]!.is_paused !== isPaused);
      for (const dagId of changed) await client.call(patchDag, { ...ofDag(dagId), body: { is_paused: isPaused } });
      return changed;
    },
    trigger: async (request) =>
      runOf(await client.call(triggerDagRun, { ...ofDag(request.dagId), body: triggerBody(request, clock.now()) })),
    async forecast(dagId, count) {
      const query = { limit: Math.min(count, MAX_FORECAST_RUNS) };
      return (await client.call(getDagForecast, { ...ofDag(dagId), query })).runs.map(plannedRunOf);
    },
    delete: async (dagId) => (await client.call(deleteDag, ofDag(dagId))).deleted_runs,
    async listImportErrors() {
      const errors = await listAll(
        (page) => client.call(getImportErrors, { query: { ...page, order_by: ['bundle_name', 'filename'] } }),
        (page) => page.import_errors.map(importErrorOf),
      );
      return errors;
    },
    listWarnings: (dagId) =>
      listAll(
        (page) =>
          client.call(listDagWarnings, { query: { ...page, ...(dagId === undefined ? {} : { dag_id: dagId }) } }),
        (page) => page.dag_warnings.map(warningOf),
      ),
  };
}

type Client = Server['client'];
type Filter = Parameters<DagsPort['list']>[0];

async function list(client: Client, filter: Filter): ReturnType<DagsPort['list']> {
  const { isActive = true, isPaused, tags, idContains, limit } = filter;
  const query = {
    exclude_stale: isActive === true,
    ...(isPaused === undefined ? {} : { paused: isPaused }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(idContains === undefined ? {} : { dag_id_pattern: plainPattern(idContains) }),
  };
  const isMeant = (dagId: string): boolean => dagId.toLowerCase().includes((idContains ?? '').toLowerCase());
  const found = await listAll(
    (page) => client.call(getDags, { query: { ...page, ...query } }),
    (page) =>
      page.dags
        .map(dagSummaryOf)
        .filter((dag) => isMeant(dag.dagId) && (isActive === 'any' || dag.isActive === isActive)),
    limit,
  );
  return found.slice(0, limit);
}

/** A pattern that finds the text, and perhaps more: `|` separates choices, so what it cuts off is looked at afterwards. */
function plainPattern(text: string): string {
  return text.replaceAll('|', '_');
}

/** A version with its tasks; null when it is not there any more. */
export async function readDefinition(client: Client, dagId: string, version: number): Promise<SerializedDag | null> {
  try {
    const params = { dag_id: dagId, version_number: version };
    return (await client.call(getDagDefinition, { params })) as unknown as SerializedDag;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** What the port leaves open, the API would take for a run without a date. */
function triggerBody({ runId, logicalDateAt, runAfterAt, conf, note }: TriggerRequest, now: number) {
  const dateAt = logicalDateAt === undefined ? now : logicalDateAt;
  return {
    logical_date: dateAt === null ? null : wireInstant(dateAt),
    conf: { ...conf },
    note,
    ...(runId === undefined ? {} : { dag_run_id: runId }),
    ...(runAfterAt === undefined ? {} : { run_after: wireInstant(runAfterAt) }),
  };
}
