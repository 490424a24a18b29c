import type { Queryable, Statement } from '../../database.ts';

const revokeSessionStatement: Statement = {
  name: 'revoke-session',
  text: `with gone as (delete from revoked_session where expires_at < now())
         insert into revoked_session (id, expires_at) values ($1, to_timestamp($2::float8 / 1000.0)) on conflict do nothing`,
};

/** Makes one session token worthless before it expires, and forgets those that have expired. */
export async function revokeSession(
  database: Queryable,
  session: { readonly sessionId: string; readonly expiresAt: number },
): Promise<void> {
  await database.query(revokeSessionStatement, [session.sessionId, session.expiresAt]);
}
