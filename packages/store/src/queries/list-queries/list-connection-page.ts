import type { Queryable } from '../../database.ts';
import type { ConnectionRow } from '../list-connections.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

export const CONNECTION_ORDER: readonly OrderColumn[] = [
  { name: 'connection_id', sql: 'c.connection_id', type: 'text' },
  { name: 'conn_id', sql: 'c.connection_id', type: 'text' },
  { name: 'id', sql: 'c.connection_id', type: 'text' },
  { name: 'conn_type', sql: 'c.conn_type', type: 'text' },
  { name: 'description', sql: 'c.description', type: 'text', isNullable: true },
  { name: 'host', sql: 'c.host', type: 'text', isNullable: true },
  { name: 'port', sql: 'c.port', type: 'int8', isNullable: true },
  { name: 'updated_at', sql: 'c.updated_at', type: 'timestamptz' },
];

export interface ConnectionPageRequest {
  readonly idPattern?: string | undefined;
  readonly idPrefixPattern?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Connections as they are stored. Index: primary key. */
export function listConnectionPage(database: Queryable, request: ConnectionPageRequest): Promise<Page<ConnectionRow>> {
  const filter = makeFilter();
  filter.addPattern('c.connection_id', request.idPattern);
  filter.addPrefixPattern('c.connection_id', request.idPrefixPattern);
  return readPage<ConnectionRow>(database, {
    columns: `c.connection_id as "connectionId", c.conn_type as "connType", c.description, c.host, c.port, c.login, c.password,
      c.schema, c.extra, c.is_encrypted as "isEncrypted", c.updated_at as "updatedAt"`,
    tables: 'connection c',
    filter,
    order: request.order,
    page: request.page,
  });
}
