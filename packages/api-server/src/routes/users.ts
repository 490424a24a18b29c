import {
  deleteUserRoute,
  getUser,
  getUserPermissions,
  getUsers,
  patchUser,
  postUser,
  resetUserPassword,
  signUserOutEverywhere,
} from '@tradewind/contract';
import { type Database, listUserPage, USER_ORDER } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { masked } from '../http/update-mask.ts';
import type { Identity } from '../identity/identity.ts';
import { mayDo } from '../identity/may-do.ts';
import { explainPermissions } from '../identity/operations/explain-permissions.ts';
import {
  createUser,
  editUser,
  removeUser,
  requireUser,
  resetPassword,
  signOutEverywhere,
  type UserEdit,
} from '../identity/operations/user-operations.ts';
import { generatePassword } from '../identity/passwords/generate-password.ts';
import { presentUser } from '../present/user.ts';

interface UserParts {
  readonly database: Database;
  readonly identity: Identity;
}

export function userEndpoints(parts: UserParts): readonly Endpoint[] {
  return [...readingEndpoints(parts), ...changingEndpoints(parts), ...accessEndpoints(parts)];
}

function readingEndpoints({ database }: UserParts): readonly Endpoint[] {
  return [
    handle(getUsers, async ({ query, caller }) => {
      const page = await listUserPage(database, {
        kind: 'person',
        usernamePattern: query.username_pattern,
        role: query.role,
        isActive: query.active,
        order: orderOf(query.order_by ?? ['username'], USER_ORDER, ['username']),
        page: pageOf(query),
      });
      return collection(
        'users',
        page,
        page.rows.map((user) => presentUser(user, caller)),
      );
    }),
    handle(getUser, async ({ params, caller }) =>
      presentUser(await requireUser(database, params.username, 'person'), caller),
    ),
    handle(getUserPermissions, async ({ params }) => {
      const user = await requireUser(database, params.username);
      return { username: user.username, permissions: await explainPermissions(database, user.roles) };
    }),
  ];
}

function changingEndpoints({ identity: { hasher, callers } }: UserParts): readonly Endpoint[] {
  return [
    handle(postUser, async ({ body, change, caller }) => {
      const { username, email = null, first_name, last_name, password = null, roles = [], active = true } = body;
      const names = { username, email, firstName: first_name ?? '', lastName: last_name ?? '' };
      const input = {
        kind: 'person',
        ...names,
        password,
        roles: roles.map(({ name }) => name),
        isActive: active,
      } as const;
      return presentUser(await change((changing) => createUser(changing, input, hasher)), caller);
    }),
    handle(patchUser, async ({ params, query, body, change, caller }) => {
      const { password, ...given } = masked(body, query.update_mask);
      if (password !== undefined && !mayDo(caller, 'can_edit', 'Passwords'))
        throw new HttpProblem(403, `password: ${caller.name} may not do this: it needs can_edit on Passwords.`);
      const user = await change(async (changing) => {
        const edited = await editUser(changing, { kind: 'person', username: params.username }, editOf(given));
        if (password !== undefined) await resetPassword(changing, { username: edited.username, password }, hasher);
        return edited;
      });
      callers.forget();
      return presentUser(user, caller);
    }),
    handle(deleteUserRoute, async ({ params, change }) => {
      await change((changing) => removeUser(changing, { kind: 'person', username: params.username }));
      callers.forget();
      return null;
    }),
  ];
}

function accessEndpoints({ database, identity: { hasher, callers } }: UserParts): readonly Endpoint[] {
  return [
    handle(resetUserPassword, async ({ params, body, change }) => {
      const given = body?.password ?? null;
      const password = given ?? generatePassword();
      await change((changing) => resetPassword(changing, { username: params.username, password }, hasher));
      callers.forget();
      return { username: params.username, password: given === null ? password : null };
    }),
    handle(signUserOutEverywhere, async ({ params, body, change }) => {
      const user = await requireUser(database, params.username);
      const deleted = await change((changing) =>
        signOutEverywhere(changing, { ...user, withTokens: body?.with_tokens ?? false }),
      );
      callers.forget();
      return { deleted_tokens: deleted };
    }),
  ];
}

interface UserFields {
  readonly username?: string;
  readonly email?: string | null;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly active?: boolean;
  readonly roles?: readonly { readonly name: string }[];
}

export function editOf({ username, email, first_name, last_name, active, roles }: UserFields): UserEdit {
  return {
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
    ...(first_name === undefined ? {} : { firstName: first_name }),
    ...(last_name === undefined ? {} : { lastName: last_name }),
    ...(active === undefined ? {} : { isActive: active }),
    ...(roles === undefined ? {} : { roles: roles.map(({ name }) => name) }),
  };
}
