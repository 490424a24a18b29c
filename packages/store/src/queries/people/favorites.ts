import type { DagId, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const saveFavoriteStatement: Statement = {
  name: 'save-favorite',
  text: 'insert into dag_favorite (user_id, dag_id) values ($1, $2) on conflict do nothing returning dag_id',
};

/** Marks a DAG for a person; false when it was marked already. */
export async function saveFavorite(database: Queryable, userId: UserId, dagId: DagId): Promise<boolean> {
  return (await database.query(saveFavoriteStatement, [userId, dagId])).length > 0;
}

const deleteFavoriteStatement: Statement = {
  name: 'delete-favorite',
  text: 'delete from dag_favorite where user_id = $1 and dag_id = $2 returning dag_id',
};

/** Takes the mark away; false when there was none. */
export async function deleteFavorite(database: Queryable, userId: UserId, dagId: DagId): Promise<boolean> {
  return (await database.query(deleteFavoriteStatement, [userId, dagId])).length > 0;
}
