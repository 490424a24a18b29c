import type { Queryable } from '../../database.ts';
import { makeFilter } from '../list-queries/filter.ts';
import { USER_COLUMNS, type UserKind, type UserRow } from './user-row.ts';

/** What users can be sorted by, with the column. */
const ORDERS = {
  id: 'u.id',
  username: 'lower(u.username)',
  email: 'lower(u.email)',
  first_name: 'u.first_name',
  last_name: 'u.last_name',
  active: 'u.is_active',
  last_login: 'u.last_sign_in_at',
  created_on: 'u.created_at',
} as const;

export type UserOrder = keyof typeof ORDERS;
export const USER_ORDERS = Object.keys(ORDERS) as readonly UserOrder[];

export interface UserListFilter {
  readonly kind?: UserKind;
  /** A part of the name, upper or lower case. */
  readonly usernameContains?: string;
  readonly role?: string;
  /** @default by name */
  readonly order?: { readonly by: UserOrder; readonly isDescending: boolean };
  readonly limit: number;
  readonly offset: number;
}

/** One page of the users, and how many there are. Scans the table: users are few. */
export async function listUsers(
  database: Queryable,
  filter: UserListFilter,
): Promise<{ readonly users: readonly UserRow[]; readonly total: number }> {
  const conditions = makeFilter();
  conditions.add('u.kind = ?', filter.kind);
  conditions.add('position(lower(?) in lower(u.username)) > 0', filter.usernameContains);
  conditions.add('exists (select from user_role where user_id = u.id and role_name = ?)', filter.role);
  const count = `select count(*) as total from user_account u ${conditions.clause}`;
  const [counted] = await database.query<{ total: number }>({ name: '', text: count }, conditions.values);
  const { by, isDescending } = filter.order ?? { by: 'username', isDescending: false };
  const direction = isDescending ? 'desc nulls last' : 'asc nulls first';
  const text = `select ${USER_COLUMNS} from user_account u ${conditions.clause} order by ${ORDERS[by]} ${direction}, u.id
    limit ${conditions.value(filter.limit)} offset ${conditions.value(filter.offset)}`;
  const users = await database.query<UserRow>({ name: '', text }, conditions.values);
  return { users, total: counted!.total };
}
