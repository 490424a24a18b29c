import { getDagStats, getDags, getDagTags, patchDags } from '@tradewind/contract';
import { DAG_RUN_STATES, type DagId } from '@tradewind/model';
import {
  DAG_ORDER,
  DAG_TAG_ORDER,
  type Database,
  listDagPage,
  listDagTagPage,
  needsLastRuns,
  notifySchedulers,
  pauseDags,
  type Queryable,
  readDagStats,
} from '@tradewind/store';
import type { ChangeFeed } from '../../events/change-feed.ts';
import type { Changing } from '../../http/change.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { collection, EMPTY_PAGE, orderOf, pageOf } from '../../http/paging.ts';
import type { DagSources } from '../../ports.ts';
import { asksForAssets, commonFilter, lastRunFilter, listFilter } from './dag-filter.ts';
import { LastRuns } from './last-runs.ts';
import { answerDagPage } from './read-dags.ts';
import { dagsAmong, dagsOpenTo, ownerOf } from './scope.ts';

export interface DagListParts extends DagParts {
  readonly changes: ChangeFeed;
  readonly now: () => number;
}

export interface DagParts {
  readonly database: Database;
  readonly sources?: DagSources;
}

export function dagListEndpoints(parts: DagListParts): readonly Endpoint[] {
  const { database, sources } = parts;
  const lastRuns = new LastRuns(parts);
  return [
    handle(getDags, async ({ query, caller }) => {
      const order = orderOf(query.order_by!, DAG_ORDER, ['dag_id']);
      if (asksForAssets(query)) return collection('dags', EMPTY_PAGE, []);
      const asked = lastRunFilter(query);
      const matching = asked === null ? undefined : await lastRuns.matching(asked);
      const page = await listDagPage(database, {
        ...listFilter(query),
        dagIds: dagsAmong(matching, dagsOpenTo(caller, 'can_read', 'DAGs')),
        lastRuns: needsLastRuns(order) ? await lastRuns.table() : undefined,
        userId: ownerOf(caller),
        order,
        page: pageOf(query),
      });
      return answerDagPage(database, page, { caller, sources });
    }),
    handle(patchDags, ({ query, body, caller, change }) =>
      change(async (changing) => {
        checkPauseMask(query.update_mask);
        const page = await listDagPage(changing.transaction, {
          ...commonFilter(query),
          dagIds: dagsOpenTo(caller, 'can_edit', 'DAGs'),
          userId: ownerOf(caller),
          order: orderOf([], DAG_ORDER, ['dag_id']),
          page: pageOf({ limit: query.limit!, offset: query.offset! }),
        });
        const dagIds = page.rows.map(({ dagId }) => dagId);
        await pauseRecorded(changing, dagIds, body.is_paused, 'patch_dags');
        return answerDagPage(changing.transaction, page, { caller, sources });
      }),
    ),
    handle(getDagTags, async ({ query, caller }) => {
      const page = await listDagTagPage(database, {
        dagIds: dagsOpenTo(caller, 'can_read', 'DAGs'),
        namePattern: query.tag_name_pattern,
        namePrefixPattern: query.tag_name_prefix_pattern,
        order: orderOf(query.order_by!, DAG_TAG_ORDER, ['name']),
        page: pageOf(query),
      });
      return collection(
        'tags',
        page,
        page.rows.map(({ name }) => name),
      );
    }),
    handle(getDagStats, async ({ query, caller }) => {
      const dags = await answerStats(database, dagsAmong(query.dag_ids, dagsOpenTo(caller, 'can_read', 'DAG Runs')));
      return { dags, total_entries: dags.length };
    }),
  ];
}

/** @throws {HttpProblem} 400, when something else is to be changed. */
export function checkPauseMask(mask: readonly string[] | undefined): void {
  const names = mask?.flatMap((one) => one.split(',')).map((one) => one.trim()) ?? [];
  if (names.some((name) => name !== 'is_paused'))
    throw new HttpProblem(400, 'update_mask: only `is_paused` can be changed here; the rest is said by the file.');
}

/**
 * Pauses or un-pauses; each DAG that was not so before gets an event, and a request that changes nothing gets one, too.
 * Returns the DAGs that changed.
 */
export async function pauseRecorded(
  { transaction, record }: Changing,
  dagIds: readonly DagId[],
  isPaused: boolean,
  event: string,
): Promise<readonly DagId[]> {
  const changed = await pauseDags(transaction, dagIds, isPaused);
  if (changed.length > 0) await notifySchedulers(transaction, { kind: 'dag', dagIds: changed });
  for (const dagId of changed)
    record({ event, dagId, before: { is_paused: !isPaused }, after: { is_paused: isPaused } });
  if (changed.length === 0) record({ event, dagId: dagIds.length === 1 ? dagIds[0]! : null, extra: 'nothing changed' });
  return changed;
}

async function answerStats(database: Queryable, dagIds: readonly DagId[] | undefined) {
  const rows = await readDagStats(database, dagIds ?? null);
  return rows.map(({ dagId, displayName, counts }) => ({
    dag_id: dagId,
    dag_display_name: displayName ?? dagId,
    stats: DAG_RUN_STATES.map((state) => ({ state, count: counts[state] ?? 0 })),
  }));
}
