import {
  deleteDag,
  favoriteDag,
  getDag,
  getDagDetails,
  getDagForecast,
  patchDag,
  UNDO_HEADER,
  unfavoriteDag,
} from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import {
  countRunningRuns,
  DAG_VERSION_ORDER,
  type Database,
  deleteFavorite,
  findDagVersionByNumber,
  listDagVersionPage,
  type Queryable,
  saveFavorite,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { instantText } from '../../http/instant.ts';
import { orderOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { type DagOperations, dagOperations } from '../../operations/dag-operations.ts';
import { offerUndo } from '../../operations/undo.ts';
import { within } from '../../operations/within.ts';
import { presentDag } from '../../present/dag.ts';
import { type DetailParts, presentDagDetails } from '../../present/dag-details.ts';
import { checkPauseMask, type DagParts, pauseRecorded } from './dag-lists.ts';
import { requireDagSummary } from './read-dags.ts';
import { ownerOf } from './scope.ts';

export interface OneDagParts extends DagParts {
  readonly now: () => number;
}

export function oneDagEndpoints(parts: OneDagParts): readonly Endpoint[] {
  const { database, sources } = parts;
  const show = async (queryable: Queryable, dagId: string, caller: Caller) =>
    presentDag(await requireDagSummary(queryable, dagId, caller), { caller, sources });
  return [
    handle(getDag, ({ params, caller }) => show(database, params.dag_id, caller)),
    handle(getDagDetails, async ({ params, caller }) => {
      const dag = await show(database, params.dag_id, caller);
      return presentDagDetails({ dag, ...(await readDetails(database, params.dag_id as DagId)) });
    }),
    handle(patchDag, ({ params, query, body, change, caller, reply }) =>
      change(async (changing) => {
        checkPauseMask(query.update_mask);
        await requireDagSummary(changing.transaction, params.dag_id, caller);
        const dagId = params.dag_id as DagId;
        const dagIds = await pauseRecorded(changing, [dagId], body.is_paused, 'patch_dag');
        const step = { kind: 'pause', dagIds, wasPaused: !body.is_paused } as const;
        const offer = { owner: caller, event: 'patch_dag', dagId, now: parts.now() };
        if (dagIds.length > 0 && !changing.isDryRun)
          reply.header(UNDO_HEADER, await offerUndo(changing.transaction, step, offer));
        return show(changing.transaction, params.dag_id, caller);
      }),
    ),
    handle(deleteDag, ({ params, change, caller }) =>
      change(async ({ transaction, record }) => {
        const dagId = params.dag_id as DagId;
        await requireDagSummary(transaction, dagId, caller);
        const runs = await operationsIn(parts, transaction, caller).delete(dagId);
        record({ event: 'delete_dag', dagId, before: { runs } });
        return { dag_id: dagId, deleted_runs: runs };
      }),
    ),
    handle(getDagForecast, async ({ params, query, caller }) => {
      const dag = await requireDagSummary(database, params.dag_id, caller);
      const runs = await operationsIn(parts, database, caller).forecast(dag.dagId, query.limit!);
      return {
        dag_id: dag.dagId,
        is_paused: dag.isPaused,
        runs: runs.map((run) => ({
          run_after: instantText(run.runAfterAt),
          logical_date: instantText(run.logicalDateAt),
          data_interval_start: instantText(run.dataIntervalStartAt),
          data_interval_end: instantText(run.dataIntervalEndAt),
        })),
      };
    }),
    ...favoriteEndpoints(),
  ];
}

function favoriteEndpoints(): readonly Endpoint[] {
  return [
    handle(favoriteDag, ({ params, change, caller }) =>
      change(async ({ transaction, record }) => {
        const { dagId } = await requireDagSummary(transaction, params.dag_id, caller);
        await saveFavorite(transaction, ownerOf(caller), dagId);
        record({ event: 'favorite_dag', dagId });
        return null;
      }),
    ),
    handle(unfavoriteDag, ({ params, change, caller }) =>
      change(async ({ transaction, record }) => {
        const { dagId } = await requireDagSummary(transaction, params.dag_id, caller);
        if (!(await deleteFavorite(transaction, ownerOf(caller), dagId)))
          throw new HttpProblem(409, `The DAG "${dagId}" is not among your favourites.`);
        record({ event: 'unfavorite_dag', dagId });
        return null;
      }),
    ),
  ];
}

function operationsIn({ database, now }: OneDagParts, queryable: Queryable, caller: Caller): DagOperations {
  const inside: Database = queryable === database ? database : within(queryable, database);
  return dagOperations({ database: inside, now, triggeredBy: 'rest_api', user: caller.name });
}

async function readDetails(database: Queryable, dagId: DagId): Promise<Omit<DetailParts, 'dag'>> {
  const activeRuns = await countRunningRuns(database, dagId);
  const found = await findDagVersionByNumber(database, dagId, null);
  if (found === null) return { version: null, activeRuns };
  const { rows } = await listDagVersionPage(database, {
    dagIds: [dagId],
    number: found.number,
    order: orderOf([], DAG_VERSION_ORDER, ['id']),
    page: { limit: 1 },
  });
  return { version: { row: rows[0]!, serialized: found.serialized }, activeRuns };
}
