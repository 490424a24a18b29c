import type { Queryable, Statement } from '../database.ts';

/** A connection as it is stored: `password` and `extra` are sealed when `isEncrypted`. */
export interface ConnectionRow {
  readonly connectionId: string;
  readonly connType: string;
  readonly description: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  readonly extra: string | null;
  readonly isEncrypted: boolean;
  readonly updatedAt: number;
}

const listConnectionsStatement: Statement = {
  name: 'list-connections',
  text: `select connection_id as "connectionId", conn_type as "connType", description, host, port, login, password, schema,
           extra, is_encrypted as "isEncrypted", updated_at as "updatedAt"
         from connection where $1::text is null or connection_id = $1 order by connection_id`,
};

/** The stored connections by id. */
export async function listConnections(database: Queryable): Promise<readonly ConnectionRow[]> {
  return database.query<ConnectionRow>(listConnectionsStatement, [null]);
}

/** The connection with this id; null when it is not stored. Index: primary key. */
export async function findConnection(database: Queryable, connectionId: string): Promise<ConnectionRow | null> {
  const [row] = await database.query<ConnectionRow>(listConnectionsStatement, [connectionId]);
  return row ?? null;
}
