import type { Static } from '@sinclair/typebox';
import type { Me } from '@tradewind/contract';
import { findUserById, type UserRow } from '@tradewind/store';
import { HttpProblem } from '../../http/http-problem.ts';
import { instantText } from '../../http/instant.ts';
import type { Caller } from '../../identity/caller.ts';
import { writtenRights } from '../../identity/policy/written-rights.ts';
import type { AuthParts } from './sessions.ts';

/** The caller as a user. @throws {HttpProblem} 409, when it is none. */
export async function requireMe({ database }: AuthParts, caller: Caller): Promise<UserRow> {
  const user = caller.userId === null ? null : await findUserById(database, caller.userId);
  if (user !== null) return user;
  throw new HttpProblem(
    409,
    'Nobody has signed in, since this server does not ask for it (api.loginRequired is false). Create a user and sign in to have things of your own.',
  );
}

export async function presentMe({ database, identity }: AuthParts, caller: Caller): Promise<Static<typeof Me>> {
  const user = caller.userId === null ? null : await findUserById(database, caller.userId);
  const permissions = writtenRights(caller).map(({ action, resource }) => ({ action, resource }));
  return {
    kind: user?.kind ?? 'anonymous',
    username: caller.name,
    email: user?.email ?? null,
    first_name: user?.firstName ?? '',
    last_name: user?.lastName ?? '',
    roles: [...caller.roles],
    permissions,
    menu: permissions.filter(({ action }) => action === 'menu_access').map(({ resource }) => resource),
    login_required: identity.isLoginRequired,
    session_expires_at: instantText(caller.session?.expiresAt ?? null),
  };
}
