import type { ApiTokenId, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import type { UserKind } from './user-row.ts';

/** Who is behind a session or a token. */
export interface CallerRow {
  readonly userId: UserId;
  readonly kind: UserKind;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
  readonly tokenGeneration: number;
  readonly roles: readonly string[];
}

export interface SessionCallerRow extends CallerRow {
  readonly isRevoked: boolean;
}

export interface TokenCallerRow extends CallerRow {
  readonly tokenId: ApiTokenId;
  readonly isReadOnly: boolean;
  readonly permissions: readonly { readonly action: string; readonly resource: string }[] | null;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

const COLUMNS = `u.id as "userId", u.kind, u.username, u.first_name as "firstName", u.last_name as "lastName",
  u.is_active as "isActive", u.token_generation as "tokenGeneration",
  array(select role_name from user_role where user_id = u.id order by role_name) as roles`;

const readSessionCallerStatement: Statement = {
  name: 'read-session-caller',
  text: `select ${COLUMNS}, exists (select from revoked_session where id = $2) as "isRevoked"
         from user_account u where u.id = $1`,
};
const readTokenCallerStatement: Statement = {
  name: 'read-token-caller',
  text: `select ${COLUMNS}, t.id as "tokenId", t.is_read_only as "isReadOnly", t.permissions, t.expires_at as "expiresAt",
           t.last_used_at as "lastUsedAt"
         from api_token t join user_account u on u.id = t.user_id where t.token_hash = $1`,
};

/** The user of a session, and whether that session was signed out. Index: primary keys. */
export async function readSessionCaller(
  database: Queryable,
  session: { readonly userId: UserId; readonly sessionId: string },
): Promise<SessionCallerRow | null> {
  const [row] = await database.query<SessionCallerRow>(readSessionCallerStatement, [session.userId, session.sessionId]);
  return row ?? null;
}

/** The user of the API token with this SHA-256; null when there is none. Index: `api_token_token_hash_key`. */
export async function readTokenCaller(database: Queryable, tokenHash: Buffer): Promise<TokenCallerRow | null> {
  const [row] = await database.query<TokenCallerRow>(readTokenCallerStatement, [tokenHash]);
  return row ?? null;
}
