import type { Queryable } from '../../database.ts';
import { makeFilter } from '../list-queries/filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from '../list-queries/page.ts';
import { USER_COLUMNS, type UserKind, type UserRow } from './user-row.ts';

export const USER_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'u.id', type: 'uuid' },
  { name: 'username', sql: 'u.username', type: 'text' },
  { name: 'email', sql: 'u.email', type: 'text', isNullable: true },
  { name: 'first_name', sql: 'u.first_name', type: 'text' },
  { name: 'last_name', sql: 'u.last_name', type: 'text' },
  { name: 'active', sql: 'u.is_active', type: 'bool' },
  { name: 'last_login', sql: 'u.last_sign_in_at', type: 'timestamptz', isNullable: true },
  { name: 'created_on', sql: 'u.created_at', type: 'timestamptz' },
];

export interface UserPageFilter {
  readonly kind?: UserKind | undefined;
  readonly usernamePattern?: string | undefined;
  readonly role?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Users. Scans the table: users are few. */
export async function listUserPage(database: Queryable, request: UserPageFilter): Promise<Page<UserRow>> {
  const filter = makeFilter();
  filter.add('u.kind = ?', request.kind);
  filter.add('u.is_active = ?', request.isActive);
  filter.add('exists (select from user_role where user_id = u.id and role_name = ?)', request.role);
  filter.addPattern('u.username', request.usernamePattern);
  return readPage<UserRow>(database, {
    columns: USER_COLUMNS,
    tables: 'user_account u',
    filter,
    order: request.order,
    page: request.page,
  });
}
