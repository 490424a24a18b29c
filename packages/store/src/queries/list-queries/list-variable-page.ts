import type { Queryable } from '../../database.ts';
import type { VariableRow } from '../list-variables.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

export const VARIABLE_ORDER: readonly OrderColumn[] = [
  { name: 'key', sql: 'v.key', type: 'text' },
  { name: 'id', sql: 'v.key', type: 'text' },
  { name: 'description', sql: 'v.description', type: 'text', isNullable: true },
  { name: 'is_encrypted', sql: 'v.is_encrypted', type: 'bool' },
  { name: 'updated_at', sql: 'v.updated_at', type: 'timestamptz' },
];

export interface VariablePageRequest {
  readonly keyPattern?: string | undefined;
  readonly keyPrefixPattern?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Variables as they are stored. Index: primary key. */
export function listVariablePage(database: Queryable, request: VariablePageRequest): Promise<Page<VariableRow>> {
  const filter = makeFilter();
  filter.addPattern('v.key', request.keyPattern);
  filter.addPrefixPattern('v.key', request.keyPrefixPattern);
  return readPage<VariableRow>(database, {
    columns: `v.key, v.value, v.description, v.is_encrypted as "isEncrypted", v.updated_at as "updatedAt"`,
    tables: 'variable v',
    filter,
    order: request.order,
    page: request.page,
  });
}
