import type { Queryable, Statement } from '../database.ts';

const deleteConnectionStatement: Statement = {
  name: 'delete-connection',
  text: 'delete from connection where connection_id = $1 returning connection_id',
};

/** Deletes a connection. Returns whether there was one. */
export async function deleteConnection(database: Queryable, connectionId: string): Promise<boolean> {
  const rows = await database.query(deleteConnectionStatement, [connectionId]);
  return rows.length > 0;
}
