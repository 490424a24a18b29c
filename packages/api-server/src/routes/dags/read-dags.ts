import type { Static } from '@sinclair/typebox';
import type { CollectionOf, Dag } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { type DagSummaryRow, type Page, type Queryable, readDagSummaries } from '@tradewind/store';
import { collection } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { DagNotFoundError } from '../../operations/errors.ts';
import { type DagViewer, presentDag } from '../../present/dag.ts';
import { ownerOf } from './scope.ts';

/** One DAG as its caller sees it. @throws {DagNotFoundError} */
export async function requireDagSummary(database: Queryable, dagId: string, caller: Caller): Promise<DagSummaryRow> {
  const [row] = await readDagSummaries(database, [dagId as DagId], ownerOf(caller));
  if (row === undefined) throw new DagNotFoundError(dagId, []);
  return row;
}

/** A page of ids as it is answered. */
export async function answerDagPage(
  database: Queryable,
  page: Page<{ readonly dagId: DagId }>,
  viewer: DagViewer,
): Promise<CollectionOf<'dags', Static<typeof Dag>>> {
  const dagIds = page.rows.map(({ dagId }) => dagId);
  const rows = await readDagSummaries(database, dagIds, ownerOf(viewer.caller));
  return collection(
    'dags',
    page,
    rows.map((row) => presentDag(row, viewer)),
  );
}
