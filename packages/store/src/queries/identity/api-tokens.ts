import type { ApiTokenId, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import type { PermissionRow } from './read-rights.ts';

/** An API token without what makes it work. `*At` are milliseconds since the epoch. */
export interface ApiTokenRow {
  readonly tokenId: ApiTokenId;
  readonly userId: UserId;
  readonly username: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly isReadOnly: boolean;
  /** All that it may be used for; null: all that its user may do. */
  readonly permissions: readonly PermissionRow[] | null;
  /** Null: never. */
  readonly expiresAt: number | null;
  /** Exact to a minute. */
  readonly lastUsedAt: number | null;
  readonly createdAt: number;
}

export type NewApiToken = Omit<ApiTokenRow, 'username' | 'lastUsedAt' | 'createdAt'> & { readonly tokenHash: Buffer };

const insertTokenStatement: Statement = {
  name: 'insert-api-token',
  text: `insert into api_token (id, user_id, name, prefix, token_hash, is_read_only, permissions, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000.0))
         on conflict (user_id, name) do nothing returning id`,
};
const listTokensStatement: Statement = {
  name: 'list-api-tokens',
  text: `select t.id as "tokenId", t.user_id as "userId", u.username, t.name, t.prefix, t.is_read_only as "isReadOnly",
           t.permissions, t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", t.created_at as "createdAt"
         from api_token t join user_account u on u.id = t.user_id
         where ($1::uuid is null or t.user_id = $1) and ($2::uuid is null or t.id = $2)
         order by t.id`,
};
const deleteTokenStatement: Statement = {
  name: 'delete-api-token',
  text: 'delete from api_token where id = $1 returning id',
};
const deleteTokensOfUserStatement: Statement = {
  name: 'delete-api-tokens-of-user',
  text: 'delete from api_token where user_id = $1 returning id',
};
const touchTokenStatement: Statement = {
  name: 'touch-api-token',
  text: `update api_token set last_used_at = now()
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
};

/** Returns whether it did: not when the user has a token of this name. */
export async function insertApiToken(database: Queryable, token: NewApiToken): Promise<boolean> {
  const { tokenId, userId, name, prefix, tokenHash, isReadOnly, permissions, expiresAt } = token;
  const scope = permissions === null ? null : JSON.stringify(permissions);
  const values = [tokenId, userId, name, prefix, tokenHash, isReadOnly, scope, expiresAt];
  const rows = await database.query(insertTokenStatement, values);
  return rows.length > 0;
}

/** The tokens of a user, or of all, oldest first. */
export async function listApiTokens(
  database: Queryable,
  userId: UserId | null = null,
): Promise<readonly ApiTokenRow[]> {
  return database.query<ApiTokenRow>(listTokensStatement, [userId, null]);
}

/** The token with this id; null when there is none. Index: primary key. */
export async function findApiToken(database: Queryable, tokenId: ApiTokenId): Promise<ApiTokenRow | null> {
  const [row] = await database.query<ApiTokenRow>(listTokensStatement, [null, tokenId]);
  return row ?? null;
}

/** Returns whether there was one. */
export async function deleteApiToken(database: Queryable, tokenId: ApiTokenId): Promise<boolean> {
  const rows = await database.query(deleteTokenStatement, [tokenId]);
  return rows.length > 0;
}

/** Returns how many there were. */
export async function deleteApiTokensOfUser(database: Queryable, userId: UserId): Promise<number> {
  const rows = await database.query(deleteTokensOfUserStatement, [userId]);
  return rows.length;
}

/** Notes that the token was used, at most once a minute. Locks: the row. */
export async function touchApiToken(database: Queryable, tokenId: ApiTokenId): Promise<void> {
  await database.query(touchTokenStatement, [tokenId]);
}
