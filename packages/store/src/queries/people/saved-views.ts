import type { JsonObject, SavedViewId, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export interface SavedView {
  readonly savedViewId: SavedViewId;
  readonly userId: UserId;
  /** The page that it is a view of. */
  readonly page: string;
  readonly name: string;
  readonly isShared: boolean;
  readonly definition: JsonObject;
}

const saveViewStatement: Statement = {
  name: 'save-view',
  text: `insert into saved_view (id, user_id, page, name, is_shared, definition) values ($1, $2, $3, $4, $5, $6::jsonb)
         on conflict (id) do update set page = excluded.page, name = excluded.name, is_shared = excluded.is_shared,
           definition = excluded.definition, changed_at = now()`,
};

/** Creates a view, or changes the one with this id. The name is unique among the views of one person and page. */
export async function saveView(transaction: Queryable, view: SavedView): Promise<void> {
  const { savedViewId, userId, page, name, isShared, definition } = view;
  await transaction.query(saveViewStatement, [savedViewId, userId, page, name, isShared, JSON.stringify(definition)]);
}

const deleteViewStatement: Statement = { name: 'delete-view', text: 'delete from saved_view where id = $1' };

/** Deletes a view; whoever's page opened with it opens plainly. */
export async function deleteView(transaction: Queryable, savedViewId: SavedViewId): Promise<void> {
  await transaction.query(deleteViewStatement, [savedViewId]);
}

const chooseViewStatement: Statement = {
  name: 'choose-view',
  text: `insert into default_view (user_id, page, view_id) values ($1, $2, $3)
         on conflict (user_id, page) do update set view_id = excluded.view_id`,
};
const unchooseViewStatement: Statement = {
  name: 'unchoose-view',
  text: 'delete from default_view where user_id = $1 and page = $2 and view_id = $3',
};

export interface ChosenView {
  readonly userId: UserId;
  readonly page: string;
  readonly savedViewId: SavedViewId;
}

/** Lets a page open with this view for a person, or no longer. */
export async function chooseView(
  transaction: Queryable,
  { userId, page, savedViewId }: ChosenView,
  isDefault: boolean,
): Promise<void> {
  await transaction.query(isDefault ? chooseViewStatement : unchooseViewStatement, [userId, page, savedViewId]);
}
