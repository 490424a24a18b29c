import {
  type ConnectionPageRequest,
  type ConnectionRow,
  deleteConnection,
  findConnection,
  listConnectionPage,
  listConnections,
  type Page,
  type SecretBox,
  SecretUnreadableError,
  saveConnection,
} from '@tradewind/store';
import { connectionToUri, type PlainConnection, parseConnection } from './connection-text.ts';
import type { OperationContext } from './dag-operations.ts';
import { ConnectionExistsError, ConnectionInvalidError, ConnectionNotFoundError } from './errors.ts';
import type { SecretContext } from './variable-operations.ts';

export type ConnectionInForce = PlainConnection & { readonly source: 'environment' | 'database' };

/** A connection of the database. When none of the keys opens it, password and extra are left out. */
export type StoredConnection = PlainConnection & { readonly isReadable: boolean };

export interface ConnectionOperations {
  /** Those in the database. */
  list(): Promise<readonly PlainConnection[]>;
  /** The environment goes before the database. @throws {ConnectionNotFoundError | ConnectionInvalidError} */
  find(connectionId: string): Promise<ConnectionInForce>;
  /** One page of those in the database. */
  listPage(request: ConnectionPageRequest): Promise<Page<StoredConnection>>;
  /** One in the database. @throws {ConnectionNotFoundError} */
  findStored(connectionId: string): Promise<StoredConnection>;
  /**
   * Creates connections, all or none; puts them in the place of those that exist when `mayReplace`. Returns the ids of
   * the new ones. @throws {ConnectionExistsError | ConnectionInvalidError}
   */
  save(connections: readonly PlainConnection[], options: { readonly mayReplace: boolean }): Promise<readonly string[]>;
  /** @throws {ConnectionNotFoundError} */
  delete(connectionId: string): Promise<void>;
  /** @throws {ConnectionInvalidError} */
  parse(connectionId: string, uriOrJson: string): PlainConnection;
  /** A connection as one URI, with its secrets. */
  toUri(connection: PlainConnection): string;
}

export function connectionOperations(
  context: Pick<OperationContext, 'database'> & SecretContext,
): ConnectionOperations {
  const { database, secrets, environment } = context;
  const missing = async (connectionId: string): Promise<ConnectionNotFoundError> =>
    new ConnectionNotFoundError(
      connectionId,
      (await listConnections(database)).map((row) => row.connectionId),
    );
  return {
    async list() {
      const box = await secrets();
      return (await listConnections(database)).map((row) => opened(box, row));
    },
    async listPage(request) {
      const box = await secrets();
      const page = await listConnectionPage(database, request);
      return { ...page, rows: page.rows.map((row) => openedIfPossible(box, row)) };
    },
    async findStored(connectionId) {
      const row = await findConnection(database, connectionId);
      if (row === null) throw await missing(connectionId);
      return openedIfPossible(await secrets(), row);
    },
    async find(connectionId) {
      const given = environment.findConnection(connectionId);
      if (given !== null) return { ...parseConnection(connectionId, given), source: 'environment' };
      const row = await findConnection(database, connectionId);
      if (row === null) throw await missing(connectionId);
      return { ...opened(await secrets(), row), source: 'database' };
    },
    async save(connections, { mayReplace }) {
      for (const { connectionId } of connections) checkId(connectionId);
      const box = await secrets();
      return database.transaction(async (transaction) => {
        const created: string[] = [];
        for (const connection of connections) {
          if (await saveConnection(transaction, sealed(box, connection))) created.push(connection.connectionId);
        }
        const replaced = connections.map(({ connectionId }) => connectionId).filter((id) => !created.includes(id));
        if (!mayReplace && replaced.length > 0) throw new ConnectionExistsError(replaced);
        return created;
      });
    },
    async delete(connectionId) {
      if (!(await deleteConnection(database, connectionId))) throw await missing(connectionId);
    },
    parse: parseConnection,
    toUri: connectionToUri,
  };
}

function opened(box: SecretBox, { updatedAt: _, isEncrypted, ...row }: ConnectionRow): PlainConnection {
  if (!isEncrypted) return row;
  const place = placeOfConnection(row.connectionId);
  return {
    ...row,
    password: row.password === null ? null : box.open(row.password, `${place}:password`),
    extra: row.extra === null ? null : box.open(row.extra, `${place}:extra`),
  };
}

function openedIfPossible(box: SecretBox, row: ConnectionRow): StoredConnection {
  try {
    return { ...opened(box, row), isReadable: true };
  } catch (error) {
    if (!(error instanceof SecretUnreadableError)) throw error;
    const { updatedAt: _, isEncrypted: __, ...rest } = row;
    return { ...rest, password: null, extra: null, isReadable: false };
  }
}

function sealed(box: SecretBox, connection: PlainConnection): Omit<ConnectionRow, 'updatedAt'> {
  const place = placeOfConnection(connection.connectionId);
  return {
    ...connection,
    password: connection.password === null ? null : box.seal(connection.password, `${place}:password`),
    extra: connection.extra === null ? null : box.seal(connection.extra, `${place}:extra`),
    isEncrypted: true,
  };
}

/** What a sealed password or extra belongs to. */
export function placeOfConnection(connectionId: string): string {
  return `connection:${connectionId}`;
}

/** Airflow's rule for the ids of connections. */
function checkId(connectionId: string): void {
  if (/^[\w#()./\\-]{1,250}$/.test(connectionId)) return;
  throw new ConnectionInvalidError(
    connectionId,
    'expected an id of 1 to 250 letters, digits and the signs - _ . / \\ # ( )',
  );
}
