import {
  type AnswerOf,
  bulkConnections,
  deleteConnection,
  getConnection,
  getConnections,
  patchConnection,
  postConnection,
} from '@tradewind/contract';
import type { Connection, ConnectionsPort } from '../ports/connections-port.ts';
import { listAll } from './list-all.ts';
import { type BulkCreate, saveMany } from './save-many.ts';
import type { Server } from './server.ts';

/** The connections of a server. Passwords, and what looks secret in an extra, come as `***`. */
export function remoteConnections({ client }: Server): ConnectionsPort {
  const ofConnection = (connectionId: string) => ({ params: { connection_id: connectionId } });
  const list = (): Promise<readonly Connection[]> =>
    listAll(
      (page) => client.call(getConnections, { query: page }),
      (page) => page.connections.map(connectionOf),
    );
  const save = {
    keyOf: ({ connection_id }: ConnectionBody) => connection_id,
    create: (body: ConnectionBody) => client.call(postConnection, { body }),
    update: (body: ConnectionBody) => client.call(patchConnection, { ...ofConnection(body.connection_id), body }),
    listKeys: async () => (await list()).map(({ connectionId }) => connectionId),
    bulk: (action: BulkCreate<ConnectionBody>) => client.call(bulkConnections, { body: { actions: [action] } }),
    bulkRoute: bulkConnections,
  };
  return {
    list,
    find: async (connectionId) => ({
      ...connectionOf(await client.call(getConnection, ofConnection(connectionId))),
      source: 'database',
    }),
    save: (connections, options) => saveMany(connections.map(bodyOf), save, options),
    delete: async (connectionId) => void (await client.call(deleteConnection, ofConnection(connectionId))),
    // The server is loaded only by those who need to read or to write a URI.
    parse: async (connectionId, text) =>
      (await import('@tradewind/server/platform')).parseConnection(connectionId, text),
    toUri: async (connection) => (await import('@tradewind/server/platform')).connectionToUri(connection),
  };
}

type ConnectionBody = ReturnType<typeof bodyOf>;

function bodyOf({ connectionId, connType, ...fields }: Connection) {
  return { connection_id: connectionId, conn_type: connType, ...fields };
}

function connectionOf(connection: AnswerOf<typeof getConnection>): Connection {
  const { connection_id, conn_type, description, host, port, login, password, schema, extra } = connection;
  return { connectionId: connection_id, connType: conn_type, description, host, port, login, password, schema, extra };
}
