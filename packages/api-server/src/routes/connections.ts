import {
  bulkConnections,
  createDefaultConnections,
  deleteConnection,
  enqueueConnectionTest,
  getConnection,
  getConnections,
  getConnectionTest,
  patchConnection,
  postConnection,
  testConnection,
} from '@tradewind/contract';
import { CONNECTION_ORDER } from '@tradewind/store';
import { runBulk } from '../http/bulk.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { presentConnection } from '../present/connection.ts';
import { type ConnectionParts, connectionDeeds, storedConnections } from './connection-deeds.ts';

export function connectionEndpoints(parts: ConnectionParts): readonly Endpoint[] {
  return [...storedConnectionEndpoints(parts), ...connectionTestEndpoints()];
}

function storedConnectionEndpoints(parts: ConnectionParts): readonly Endpoint[] {
  const deeds = connectionDeeds(parts);
  return [
    handle(getConnections, async ({ query, caller }) => {
      const page = await storedConnections(parts).listPage({
        idPattern: query.connection_id_pattern,
        idPrefixPattern: query.connection_id_prefix_pattern,
        order: orderOf(query.order_by!, CONNECTION_ORDER, ['connection_id']),
        page: pageOf(query),
      });
      return collection(
        'connections',
        page,
        page.rows.map((row) => presentConnection(row, caller)),
      );
    }),
    handle(getConnection, async ({ params, caller }) =>
      presentConnection(await storedConnections(parts).findStored(params.connection_id), caller),
    ),
    handle(postConnection, ({ body, change, caller }) =>
      change(async (changing) => {
        changing.record(await deeds.create(body, changing));
        return presentConnection(await storedConnections(parts, changing).findStored(body.connection_id), caller);
      }),
    ),
    handle(patchConnection, ({ params: { connection_id: id }, query, body, change, caller }) =>
      change(async (changing) => {
        if ((body.connection_id ?? id) !== id)
          throw new HttpProblem(400, `connection_id: the connection "${id}" cannot be renamed; create another one.`);
        changing.record(await deeds.update({ ...body, connection_id: id }, changing, query.update_mask));
        return presentConnection(await storedConnections(parts, changing).findStored(id), caller);
      }),
    ),
    handle(deleteConnection, ({ params, change }) =>
      change(async (changing) => {
        changing.record(await deeds.delete(params.connection_id, changing));
        return null;
      }),
    ),
    handle(bulkConnections, ({ body, change }) => change((changing) => runBulk(body.actions, deeds, changing))),
    handle(createDefaultConnections, async () => null),
  ];
}

/** Author code never runs in this process, and workers cannot test connections yet: as Airflow when it is told not to. */
function connectionTestEndpoints(): readonly Endpoint[] {
  const refuse = async (): Promise<never> => {
    throw new HttpProblem(
      403,
      'Testing connections is disabled, as with `test_connection = Disabled` in the section `core` of Airflow: workers cannot do it yet.',
    );
  };
  return [
    handle(testConnection, refuse),
    handle(enqueueConnectionTest, refuse),
    handle(getConnectionTest, async () => {
      throw notFound('There is no connection test with this token.');
    }),
  ];
}
