import type { Queryable, Statement } from '../database.ts';
import type { ConnectionRow } from './list-connections.ts';

const saveConnectionStatement: Statement = {
  name: 'save-connection',
  text: `insert into connection (connection_id, conn_type, description, host, port, login, password, schema, extra, is_encrypted)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (connection_id) do update
         set conn_type = excluded.conn_type, description = excluded.description, host = excluded.host, port = excluded.port,
           login = excluded.login, password = excluded.password, schema = excluded.schema, extra = excluded.extra,
           is_encrypted = excluded.is_encrypted, updated_at = now()
         returning (xmax = 0) as "isNew"`,
};

/** Creates a connection, or puts it in the place of the one with its id. Returns whether it is new. */
export async function saveConnection(database: Queryable, row: Omit<ConnectionRow, 'updatedAt'>): Promise<boolean> {
  const values = [
    row.connectionId,
    row.connType,
    row.description,
    row.host,
    row.port,
    row.login,
    row.password,
    row.schema,
    row.extra,
    row.isEncrypted,
  ];
  const [saved] = await database.query<{ isNew: boolean }>(saveConnectionStatement, values);
  return saved!.isNew;
}
