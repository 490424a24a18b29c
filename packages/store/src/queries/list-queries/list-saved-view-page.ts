import type { SavedViewId, UserId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import type { SavedView } from '../people/saved-views.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** A view as somebody sees it. `*At` are milliseconds since the epoch. */
export interface SavedViewRow extends SavedView {
  /** Null: of whoever works without signing in. */
  readonly userName: string | null;
  /** Whether the page opens with it for the one who asks. */
  readonly isDefault: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
}

export const SAVED_VIEW_ORDER: readonly OrderColumn[] = [
  { name: 'name', sql: 'w.name', type: 'text' },
  { name: 'page', sql: 'w.page', type: 'text' },
  { name: 'created_at', sql: 'w.created_at', type: 'timestamptz' },
  { name: 'changed_at', sql: 'w.changed_at', type: 'timestamptz' },
  { name: 'id', sql: 'w.id', type: 'uuid' },
];

export interface SavedViewPageFilter {
  /** Who asks: sees its own views, and those that others share. */
  readonly userId: UserId;
  readonly savedViewId?: SavedViewId | undefined;
  readonly page?: string | undefined;
  readonly name?: string | undefined;
  readonly isShared?: boolean | undefined;
  readonly order: readonly OrderTerm[];
  readonly at: PageRequest;
}

/** Views. Indexes: the unique one over person, page and name; `saved_view_shared`. */
export function listSavedViewPage(database: Queryable, request: SavedViewPageFilter): Promise<Page<SavedViewRow>> {
  const filter = makeFilter();
  const user = filter.value(request.userId);
  filter.add('(w.user_id = ? or w.is_shared)', request.userId);
  filter.add('w.id = ?', request.savedViewId);
  filter.add('w.page = ?', request.page);
  filter.add('w.name = ?', request.name);
  filter.add('w.is_shared = ?', request.isShared);
  return readPage<SavedViewRow>(database, {
    columns: `w.id as "savedViewId", w.user_id as "userId", u.username as "userName", w.page, w.name, w.is_shared as "isShared",
      w.definition, w.created_at as "createdAt", w.changed_at as "changedAt", c.view_id is not null as "isDefault"`,
    // Here, not in the joins, since counting has the same values.
    tables: `saved_view w left join default_view c on c.view_id = w.id and c.user_id = ${user}::uuid`,
    joins: 'left join user_account u on u.id = w.account_id',
    filter,
    order: request.order,
    page: request.at,
  });
}
