import type { UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import type { UserKind } from './user-row.ts';

export interface NewUser {
  readonly userId: UserId;
  readonly kind: UserKind;
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly passwordHash: string | null;
  readonly isActive: boolean;
}

const insertUserStatement: Statement = {
  name: 'insert-user',
  text: `insert into user_account (id, kind, username, email, first_name, last_name, password_hash, is_active)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
};

/** Creates a user without roles. Returns whether it did: not when the name or the e-mail address is taken. */
export async function insertUser(database: Queryable, user: NewUser): Promise<boolean> {
  const { userId, kind, username, email, firstName, lastName, passwordHash, isActive } = user;
  const values = [userId, kind, username, email, firstName, lastName, passwordHash, isActive];
  const rows = await database.query(insertUserStatement, values);
  return rows.length > 0;
}
