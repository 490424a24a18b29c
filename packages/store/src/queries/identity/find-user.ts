import type { UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import { USER_COLUMNS, type UserRow } from './user-row.ts';

const findUserStatement: Statement = {
  name: 'find-user',
  text: `select ${USER_COLUMNS} from user_account u where lower(u.username) = lower($1)`,
};
const findUserByIdStatement: Statement = {
  name: 'find-user-by-id',
  text: `select ${USER_COLUMNS} from user_account u where u.id = $1`,
};
const lockUserStatement: Statement = {
  name: 'lock-user',
  text: `select ${USER_COLUMNS} from user_account u where lower(u.username) = lower($1) for update of u`,
};

/** The user of this name, upper or lower case; null when there is none. Index: `user_account_username`. */
export async function findUser(database: Queryable, username: string): Promise<UserRow | null> {
  const [row] = await database.query<UserRow>(findUserStatement, [username]);
  return row ?? null;
}

/** The user with this id; null when there is none. Index: primary key. */
export async function findUserById(database: Queryable, userId: UserId): Promise<UserRow | null> {
  const [row] = await database.query<UserRow>(findUserByIdStatement, [userId]);
  return row ?? null;
}

/** As `findUser`, for who changes it next. Locks: the row, until the transaction ends. */
export async function lockUser(transaction: Queryable, username: string): Promise<UserRow | null> {
  const [row] = await transaction.query<UserRow>(lockUserStatement, [username]);
  return row ?? null;
}
