/** Backfills. They are not there yet: the list is empty, and none can be created. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { Backfill, BackfillBody, BackfillCollection, BackfillPreviewCollection } from '../schemas/backfill.ts';
import { orderBy, PageQuery } from '../schemas/page.ts';
import { DryRunQuery } from '../schemas/values.ts';

const BACKFILLS = '/api/v2/backfills';
const BACKFILL = `${BACKFILLS}/{backfill_id}` as const;
const tag = 'Backfill';
const params = Type.Object({ backfill_id: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }) });

export const BACKFILL_ORDER_NAMES = ['id', 'dag_id', 'from_date', 'to_date', 'created_at', 'completed_at'] as const;

export const listBackfills = route({
  id: 'list_backfills',
  method: 'GET',
  path: BACKFILLS,
  tag,
  summary: 'The backfills of a DAG.',
  query: Type.Object({
    ...PageQuery,
    dag_id: Type.String({ maxLength: 250 }),
    order_by: orderBy(BACKFILL_ORDER_NAMES, 'id'),
  }),
  answers: { 200: BackfillCollection },
  rule: permitted('can_read', 'Backfills'),
});

export const getBackfill = route({
  id: 'get_backfill',
  method: 'GET',
  path: BACKFILL,
  tag,
  summary: 'One backfill.',
  params,
  answers: { 200: Backfill },
  rule: permitted('can_read', 'Backfills'),
});

export const createBackfill = route({
  id: 'create_backfill',
  method: 'POST',
  path: BACKFILLS,
  tag,
  summary: 'Creates a backfill. Not possible yet: answers 400.',
  query: DryRunQuery,
  body: BackfillBody,
  answers: { 200: Backfill },
  rule: permitted('can_create', 'Backfills'),
});

export const createBackfillDryRun = route({
  id: 'create_backfill_dry_run',
  method: 'POST',
  path: `${BACKFILLS}/dry_run`,
  tag,
  summary: 'The runs that a backfill would have. Not possible yet: answers 400.',
  body: BackfillBody,
  answers: { 200: BackfillPreviewCollection },
  rule: permitted('can_create', 'Backfills'),
  isReadOnly: true,
});

export const pauseBackfill = route({
  id: 'pause_backfill',
  method: 'PUT',
  path: `${BACKFILL}/pause`,
  tag,
  summary: 'Starts no more runs of a backfill.',
  params,
  query: DryRunQuery,
  answers: { 200: Backfill },
  rule: permitted('can_edit', 'Backfills'),
});

export const unpauseBackfill = route({
  id: 'unpause_backfill',
  method: 'PUT',
  path: `${BACKFILL}/unpause`,
  tag,
  summary: 'Goes on with a backfill.',
  params,
  query: DryRunQuery,
  answers: { 200: Backfill },
  rule: permitted('can_edit', 'Backfills'),
});

export const cancelBackfill = route({
  id: 'cancel_backfill',
  method: 'PUT',
  path: `${BACKFILL}/cancel`,
  tag,
  summary: 'Ends a backfill.',
  params,
  query: DryRunQuery,
  answers: { 200: Backfill },
  rule: permitted('can_edit', 'Backfills'),
});

export const backfillRoutes: readonly Route[] = [
  listBackfills,
  getBackfill,
  createBackfill,
  createBackfillDryRun,
  pauseBackfill,
  unpauseBackfill,
  cancelBackfill,
];
