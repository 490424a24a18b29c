/** Signing in and out, and what belongs to the caller itself. */
import {
  changeMyPassword,
  createToken,
  createTokenCli,
  deleteMyToken,
  getMe,
  getMyTokens,
  login,
  logout,
  patchMe,
  postMyToken,
  signIn,
  signOutEverywhere,
} from '@tradewind/contract';
import { listApiTokens } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { instantText } from '../http/instant.ts';
import { collection } from '../http/paging.ts';
import { issueToken, revokeToken } from '../identity/operations/token-operations.ts';
import {
  editUser,
  signOutEverywhere as endEverySession,
  resetPassword,
} from '../identity/operations/user-operations.ts';
import { clearSessionCookie, setSessionCookie } from '../identity/sessions/session-cookie.ts';
import { presentApiToken } from '../present/user.ts';
import { presentMe, requireMe } from './auth/me.ts';
import { type AuthParts, endSession, provePassword, startSession } from './auth/sessions.ts';
import { pageToReturnTo, signInPage } from './auth/sign-in-page.ts';
import { tokenInputOf } from './token-input.ts';
import { editOf } from './users.ts';

const CLI_LIFETIME_MS = 60 * 60 * 1000;

export function authEndpoints(parts: AuthParts): readonly Endpoint[] {
  return [...signInEndpoints(parts), ...profileEndpoints(parts), ...tokenEndpoints(parts)];
}

function signInEndpoints(parts: AuthParts): readonly Endpoint[] {
  return [
    handle(createToken, async ({ request, body }) => {
      const { token } = await startSession(parts, { request, credentials: body, via: 'api' });
      return { access_token: token };
    }),
    handle(createTokenCli, async ({ request, body }) => {
      const options = { request, credentials: body, via: 'cli', lifetimeMs: CLI_LIFETIME_MS } as const;
      const { token } = await startSession(parts, options);
      return { access_token: token };
    }),
    handle(signIn, async ({ request, reply, body }) => {
      const { token, session, username } = await startSession(parts, { request, credentials: body, via: 'ui' });
      setSessionCookie(request, reply, { token, expiresAt: session.expiresAt });
      return { username, expires_at: instantText(session.expiresAt) };
    }),
    handle(login, async ({ query, reply }) => {
      const next = pageToReturnTo(query.next);
      return reply.redirect(parts.identity.authManager.pages?.signIn(next) ?? signInPage(next), 307);
    }),
    handle(logout, async ({ request, reply, caller }) => {
      // A page of another site may send a browser here; it does not end the session.
      const isSent = request.headers['sec-fetch-site'] === 'cross-site';
      if (caller.session !== null && !isSent) await endSession(parts, request, caller);
      if (!isSent) clearSessionCookie(request, reply);
      return reply.redirect(parts.identity.authManager.pages?.signOut() ?? signInPage('/'), 307);
    }),
  ];
}

function profileEndpoints(parts: AuthParts): readonly Endpoint[] {
  const { identity } = parts;
  return [
    handle(getMe, async ({ caller }) => presentMe(parts, caller)),
    handle(patchMe, async ({ body, change, caller }) => {
      const me = await requireMe(parts, caller);
      await change((changing) => editUser(changing, me, editOf(body)));
      return presentMe(parts, caller);
    }),
    handle(changeMyPassword, async ({ request, reply, body, change, caller }) => {
      const { username } = await requireMe(parts, caller);
      const credentials = { username, password: body.current_password };
      const options = { request, credentials, via: caller.via } as const;
      await provePassword(parts, options).catch((error: unknown) => {
        if (!(error instanceof HttpProblem) || error.status !== 401) throw error;
        throw new HttpProblem(403, 'current_password: this is not the password that is in force.');
      });
      const event = { event: 'change_password', username, password: body.new_password };
      await change((changing) => resetPassword(changing, event, identity.hasher));
      identity.callers.forget();
      const renewed = await startSession(parts, { ...options, credentials: { username, password: body.new_password } });
      if (caller.via === 'ui')
        setSessionCookie(request, reply, { token: renewed.token, expiresAt: renewed.session.expiresAt });
      return { access_token: renewed.token };
    }),
    handle(signOutEverywhere, async ({ request, reply, body, change, caller }) => {
      const me = await requireMe(parts, caller);
      const deleted = await change((changing) =>
        endEverySession(changing, { ...me, withTokens: body?.with_tokens ?? false }),
      );
      identity.callers.forget();
      if (caller.via === 'ui') clearSessionCookie(request, reply);
      return { deleted_tokens: deleted };
    }),
  ];
}

function tokenEndpoints(parts: AuthParts): readonly Endpoint[] {
  const { database, identity, now } = parts;
  return [
    handle(getMyTokens, async ({ caller }) => {
      const { userId } = await requireMe(parts, caller);
      const tokens = await listApiTokens(database, userId);
      const page = { total: tokens.length, isEstimate: false, nextCursor: null, previousCursor: null };
      return collection('tokens', page, tokens.map(presentApiToken));
    }),
    handle(postMyToken, async ({ body, change, caller }) => {
      const me = await requireMe(parts, caller);
      // A token that could make others would hand on more than it was given.
      if (caller.session === null) throw new HttpProblem(403, 'Sign in with a password to make a token.');
      const { row, token } = await change((changing) => issueToken(changing, me, tokenInputOf(body, now())));
      return { ...presentApiToken(row), token };
    }),
    handle(deleteMyToken, async ({ params, change, caller }) => {
      const { userId } = await requireMe(parts, caller);
      await change((changing) => revokeToken(changing, params.token_id, userId));
      identity.callers.forget();
      return null;
    }),
  ];
}
