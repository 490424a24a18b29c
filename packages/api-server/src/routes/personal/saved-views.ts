import type { Static } from '@sinclair/typebox';
import {
  deleteSavedView,
  getSavedView,
  getSavedViews,
  patchSavedView,
  postSavedView,
  type SavedView as SavedViewSchema,
} from '@tradewind/contract';
import type { JsonObject, SavedViewId } from '@tradewind/model';
import {
  chooseView,
  type Database,
  deleteView,
  listSavedViewPage,
  type Queryable,
  SAVED_VIEW_ORDER,
  type SavedView,
  type SavedViewRow,
  saveView,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { instantText } from '../../http/instant.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { newId } from '../../identity/new-id.ts';
import { ownerOf } from '../dags/scope.ts';
import { checkSize } from './check-size.ts';

export function savedViewEndpoints({ database }: { readonly database: Database }): readonly Endpoint[] {
  return [
    handle(getSavedViews, async ({ query, caller }) => {
      const page = await listSavedViewPage(database, {
        userId: ownerOf(caller),
        page: query.page,
        isShared: query.is_shared,
        order: orderOf(query.order_by!, SAVED_VIEW_ORDER, ['id']),
        at: pageOf(query),
      });
      return collection(
        'saved_views',
        page,
        page.rows.map((row) => presentView(row, caller)),
      );
    }),
    handle(getSavedView, async ({ params, caller }) =>
      presentView(await requireView(database, params.saved_view_id, caller), caller),
    ),
    handle(postSavedView, ({ body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const view: SavedView = {
          savedViewId: newId() as SavedViewId,
          userId: ownerOf(caller),
          page: body.page,
          name: body.name,
          isShared: body.is_shared ?? false,
          definition: body.definition as JsonObject,
        };
        await store(transaction, view, body.is_default);
        record({ event: 'post_saved_view', extra: view.savedViewId, after: factsOf(view) });
        return presentView(await requireView(transaction, view.savedViewId, caller), caller);
      }),
    ),
    handle(patchSavedView, ({ params, body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const before = await requireView(transaction, params.saved_view_id, caller);
        const { is_default: isDefault, ...changes } = body;
        if (Object.keys(changes).length > 0) checkMine(before, caller);
        const after: SavedView = {
          ...before,
          name: body.name ?? before.name,
          isShared: body.is_shared ?? before.isShared,
          definition: (body.definition as JsonObject | undefined) ?? before.definition,
        };
        if (Object.keys(changes).length > 0) await store(transaction, after, undefined);
        if (isDefault !== undefined) await choose(transaction, after, caller, isDefault);
        record({
          event: 'patch_saved_view',
          extra: before.savedViewId,
          before: factsOf(before),
          after: factsOf(after),
        });
        return presentView(await requireView(transaction, before.savedViewId, caller), caller);
      }),
    ),
    handle(deleteSavedView, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const before = await requireView(transaction, params.saved_view_id, caller);
        checkMine(before, caller);
        await deleteView(transaction, before.savedViewId);
        record({ event: 'delete_saved_view', extra: before.savedViewId, before: factsOf(before) });
        return null;
      }),
    ),
  ];
}

/** @throws {HttpProblem} 409, when the person has another view of this name on the page. */
async function store(transaction: Queryable, view: SavedView, isDefault: boolean | undefined): Promise<void> {
  checkSize(['body', 'definition'], view.definition);
  const { rows } = await listSavedViewPage(transaction, {
    userId: view.userId,
    page: view.page,
    name: view.name,
    order: orderOf([], SAVED_VIEW_ORDER, ['id']),
    at: { limit: 100 },
  });
  if (rows.some(({ userId, savedViewId }) => userId === view.userId && savedViewId !== view.savedViewId))
    throw new HttpProblem(409, `name: you have a view "${view.name}" of the page "${view.page}" already.`);
  await saveView(transaction, view);
  if (isDefault === true) await chooseView(transaction, view, true);
}

async function choose(
  transaction: Queryable,
  { page, savedViewId }: SavedView,
  caller: Caller,
  isDefault: boolean,
): Promise<void> {
  await chooseView(transaction, { userId: ownerOf(caller), page, savedViewId }, isDefault);
}

/** @throws {HttpProblem} 404, also for views that others keep for themselves. */
async function requireView(database: Queryable, id: string, caller: Caller): Promise<SavedViewRow> {
  const { rows } = await listSavedViewPage(database, {
    userId: ownerOf(caller),
    savedViewId: id as SavedViewId,
    order: orderOf([], SAVED_VIEW_ORDER, ['id']),
    at: { limit: 1 },
  });
  if (rows[0] === undefined) throw notFound(`There is no view "${id}".`);
  return rows[0];
}

function checkMine(view: SavedView, caller: Caller): void {
  if (view.userId !== ownerOf(caller))
    throw new HttpProblem(403, `The view "${view.name}" belongs to somebody else. Save one of your own.`);
}

function factsOf({ page, name, isShared }: SavedView): JsonObject {
  return { page, name, is_shared: isShared };
}

function presentView(view: SavedViewRow, caller: Caller): Static<typeof SavedViewSchema> {
  const isMine = view.userId === ownerOf(caller);
  return {
    id: view.savedViewId,
    page: view.page,
    name: view.name,
    is_shared: view.isShared,
    is_mine: isMine,
    is_default: view.isDefault,
    user: view.userName,
    definition: view.definition,
    created_at: instantText(view.createdAt),
    changed_at: instantText(view.changedAt),
    can: { edit: isMine, delete: isMine },
  };
}
