/** The statements that seal what is stored anew, which only make sense together. */
import type { Queryable, Statement } from '../database.ts';
import type { ConnectionRow } from './list-connections.ts';
import type { VariableRow } from './list-variables.ts';

const lockVariablesStatement: Statement = {
  name: 'lock-variables',
  text: `select key, value, description, is_encrypted as "isEncrypted", updated_at as "updatedAt"
         from variable order by key for update`,
};

/** All variables, locked until the transaction ends. */
export function lockVariables(transaction: Queryable): Promise<VariableRow[]> {
  return transaction.query<VariableRow>(lockVariablesStatement);
}

const lockConnectionsStatement: Statement = {
  name: 'lock-connections',
  text: `select connection_id as "connectionId", conn_type as "connType", description, host, port, login, password, schema,
           extra, is_encrypted as "isEncrypted", updated_at as "updatedAt"
         from connection order by connection_id for update`,
};

/** All connections, locked until the transaction ends. */
export function lockConnections(transaction: Queryable): Promise<ConnectionRow[]> {
  return transaction.query<ConnectionRow>(lockConnectionsStatement);
}

const resealVariablesStatement: Statement = {
  name: 'reseal-variables',
  text: `update variable v set value = u.value, is_encrypted = true
         from (select unnest($1::text[]) as key, unnest($2::text[]) as value) u where v.key = u.key`,
};

/** Stores values that mean the same as before: nobody has changed the variables. */
export async function resealVariables(
  transaction: Queryable,
  sealed: readonly Pick<VariableRow, 'key' | 'value'>[],
): Promise<void> {
  await transaction.query(resealVariablesStatement, [sealed.map(({ key }) => key), sealed.map(({ value }) => value)]);
}

const resealConnectionsStatement: Statement = {
  name: 'reseal-connections',
  text: `update connection c set password = u.password, extra = u.extra, is_encrypted = true
         from (select unnest($1::text[]) as id, unnest($2::text[]) as password, unnest($3::text[]) as extra) u
         where c.connection_id = u.id`,
};

/** The same for connections. */
export async function resealConnections(
  transaction: Queryable,
  sealed: readonly Pick<ConnectionRow, 'connectionId' | 'password' | 'extra'>[],
): Promise<void> {
  await transaction.query(resealConnectionsStatement, [
    sealed.map(({ connectionId }) => connectionId),
    sealed.map(({ password }) => password),
    sealed.map(({ extra }) => extra),
  ]);
}
