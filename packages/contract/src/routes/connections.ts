import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { BulkResponse } from '../schemas/bulk.ts';
import {
  Connection,
  ConnectionBody,
  ConnectionBulkBody,
  ConnectionCollection,
  ConnectionPatchBody,
  ConnectionTest,
  ConnectionTestRequestBody,
  PolledConnectionTest,
  QueuedConnectionTest,
} from '../schemas/connection.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';

export const CONNECTION_ORDER_NAMES = [
  'connection_id',
  'conn_id',
  'id',
  'conn_type',
  'description',
  'host',
  'port',
  'updated_at',
] as const;

export const getConnections = route({
  id: 'get_connections',
  method: 'GET',
  path: '/api/v2/connections',
  tag: 'Connection',
  summary: 'The connections of the database, without their secrets.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(CONNECTION_ORDER_NAMES, 'connection_id'),
    connection_id_pattern: Pattern,
    connection_id_prefix_pattern: Pattern,
  }),
  answers: { 200: ConnectionCollection },
  rule: permitted('can_read', 'Connections'),
});

export const getConnection = route({
  id: 'get_connection',
  method: 'GET',
  path: '/api/v2/connections/{connection_id}',
  tag: 'Connection',
  summary: 'One connection, without its secrets.',
  answers: { 200: Connection },
  rule: permitted('can_read', 'Connections'),
});

export const postConnection = route({
  id: 'post_connection',
  method: 'POST',
  path: '/api/v2/connections',
  tag: 'Connection',
  summary: 'Creates a connection.',
  query: DryRunQuery,
  body: ConnectionBody,
  answers: { 201: Connection },
  rule: permitted('can_create', 'Connections'),
});

export const patchConnection = route({
  id: 'patch_connection',
  method: 'PATCH',
  path: '/api/v2/connections/{connection_id}',
  tag: 'Connection',
  summary: 'Changes a connection; with `update_mask` only the fields that it names.',
  description: 'A password of `***`, or a field of the extra that is, stands for what is stored.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: ConnectionPatchBody,
  answers: { 200: Connection },
  rule: permitted('can_edit', 'Connections'),
});

export const deleteConnection = route({
  id: 'delete_connection',
  method: 'DELETE',
  path: '/api/v2/connections/{connection_id}',
  tag: 'Connection',
  summary: 'Deletes a connection.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Connections'),
});

export const bulkConnections = route({
  id: 'bulk_connections',
  method: 'PATCH',
  path: '/api/v2/connections',
  tag: 'Connection',
  summary: 'Creates, changes and deletes many connections.',
  query: DryRunQuery,
  body: ConnectionBulkBody,
  answers: { 200: BulkResponse },
  rule: permittedAll(['can_create', 'Connections'], ['can_edit', 'Connections'], ['can_delete', 'Connections']),
});

export const testConnection = route({
  id: 'test_connection',
  method: 'POST',
  path: '/api/v2/connections/test',
  tag: 'Connection',
  summary: 'Tests whether a connection works. Not enabled yet: answers 403.',
  body: ConnectionBody,
  answers: { 200: ConnectionTest },
  rule: permitted('can_create', 'Connections'),
  isReadOnly: true,
});

export const enqueueConnectionTest = route({
  id: 'enqueue_connection_test',
  method: 'POST',
  path: '/api/v2/connections/enqueue-test',
  tag: 'Connection',
  summary: 'Has a worker test whether a connection works. Not enabled yet: answers 403.',
  query: DryRunQuery,
  body: ConnectionTestRequestBody,
  answers: { 202: QueuedConnectionTest },
  rule: permittedAll(['can_create', 'Connections'], ['can_edit', 'Connections']),
});

export const getConnectionTest = route({
  id: 'get_connection_test',
  method: 'GET',
  path: '/api/v2/connections/enqueue-test',
  tag: 'Connection',
  summary: 'What became of a test, by the token in the header `Airflow-Connection-Test-Token`.',
  answers: { 200: PolledConnectionTest },
  rule: permitted('can_create', 'Connections'),
});

export const createDefaultConnections = route({
  id: 'create_default_connections',
  method: 'POST',
  path: '/api/v2/connections/defaults',
  tag: 'Connection',
  summary: 'Creates the default connections. There are none: nothing is changed.',
  answers: { 204: Type.Null() },
  rule: permitted('can_create', 'Connections'),
  isReadOnly: true,
});

export const connectionRoutes: readonly Route[] = [
  getConnections,
  getConnectionTest,
  getConnection,
  postConnection,
  testConnection,
  enqueueConnectionTest,
  createDefaultConnections,
  patchConnection,
  deleteConnection,
  bulkConnections,
];
