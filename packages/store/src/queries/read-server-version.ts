import type { Queryable, Statement } from '../database.ts';

const readServerVersionStatement: Statement = {
  name: 'read-server-version',
  text: `select current_setting('server_version') as version`,
};

/** The version of PostgreSQL, as it names itself. */
export async function readServerVersion(database: Queryable): Promise<string> {
  const [row] = await database.query<{ version: string }>(readServerVersionStatement);
  return row!.version;
}
