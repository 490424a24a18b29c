/** The statements that say which of many keys exist. Index: the primary key of each table. */
import type { Queryable, Statement } from '../database.ts';

const existingVariables: Statement = {
  name: 'find-existing-variables',
  text: 'select key from variable where key = any($1::text[])',
};

/** Those of the keys that are keys of variables. */
export async function findExistingVariables(database: Queryable, keys: readonly string[]): Promise<readonly string[]> {
  const rows = await database.query<{ key: string }>(existingVariables, [keys]);
  return rows.map(({ key }) => key);
}

const existingConnections: Statement = {
  name: 'find-existing-connections',
  text: 'select connection_id as key from connection where connection_id = any($1::text[])',
};

/** Those of the ids that are ids of connections. */
export async function findExistingConnections(database: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await database.query<{ key: string }>(existingConnections, [ids]);
  return rows.map(({ key }) => key);
}
