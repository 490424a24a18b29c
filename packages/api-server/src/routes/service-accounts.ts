import {
  deleteServiceAccount,
  deleteToken,
  getServiceAccount,
  getServiceAccounts,
  getTokens,
  patchServiceAccount,
  postServiceAccount,
  postServiceAccountToken,
} from '@tradewind/contract';
import { type Database, listApiTokens, listUserPage, type OrderColumn, USER_ORDER } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import type { Identity } from '../identity/identity.ts';
import { issueToken, revokeToken } from '../identity/operations/token-operations.ts';
import { createUser, editUser, removeUser, requireUser } from '../identity/operations/user-operations.ts';
import { presentApiToken, presentServiceAccount } from '../present/user.ts';
import { tokenInputOf } from './token-input.ts';
import { editOf } from './users.ts';

interface ServiceAccountParts {
  readonly database: Database;
  readonly identity: Identity;
  readonly now: () => number;
}

const ORDER: readonly OrderColumn[] = USER_ORDER.flatMap((column) =>
  column.name === 'username' ? [{ ...column, name: 'name' }] : column.name === 'created_on' ? [column] : [],
);

export function serviceAccountEndpoints(parts: ServiceAccountParts): readonly Endpoint[] {
  return [...accountEndpoints(parts), ...tokenEndpoints(parts)];
}

function accountEndpoints({ database, identity: { hasher, callers } }: ServiceAccountParts): readonly Endpoint[] {
  return [
    handle(getServiceAccounts, async ({ query, caller }) => {
      const page = await listUserPage(database, {
        kind: 'service',
        usernamePattern: query.name_pattern,
        order: orderOf(query.order_by ?? ['name'], ORDER, ['name']),
        page: pageOf(query),
      });
      return collection(
        'service_accounts',
        page,
        page.rows.map((user) => presentServiceAccount(user, caller)),
      );
    }),
    handle(getServiceAccount, async ({ params, caller }) =>
      presentServiceAccount(await requireUser(database, params.name, 'service'), caller),
    ),
    handle(postServiceAccount, async ({ body: { name, roles = [], active = true }, change, caller }) => {
      const input = { username: name, password: null, roles: roles.map((role) => role.name), isActive: active };
      const user = await change((changing) => createUser(changing, { kind: 'service', ...input }, hasher));
      return presentServiceAccount(user, caller);
    }),
    handle(patchServiceAccount, async ({ params, body, change, caller }) => {
      const account = { kind: 'service', username: params.name } as const;
      const user = await change((changing) => editUser(changing, account, editOf(body)));
      callers.forget();
      return presentServiceAccount(user, caller);
    }),
    handle(deleteServiceAccount, async ({ params, change }) => {
      await change((changing) => removeUser(changing, { kind: 'service', username: params.name }));
      callers.forget();
      return null;
    }),
  ];
}

function tokenEndpoints({ database, identity: { callers }, now }: ServiceAccountParts): readonly Endpoint[] {
  return [
    handle(postServiceAccountToken, async ({ params, body, change }) => {
      const account = await requireUser(database, params.name, 'service');
      const { row, token } = await change((changing) => issueToken(changing, account, tokenInputOf(body, now())));
      return { ...presentApiToken(row), token };
    }),
    handle(getTokens, async ({ query }) => {
      const owner = query.username === undefined ? null : await requireUser(database, query.username);
      const { limit, offset = 0 } = pageOf(query);
      const tokens = await listApiTokens(database, owner?.userId ?? null);
      const page = { total: tokens.length, isEstimate: false, nextCursor: null, previousCursor: null };
      return collection('tokens', page, tokens.slice(offset, offset + limit).map(presentApiToken));
    }),
    handle(deleteToken, async ({ params, change }) => {
      await change((changing) => revokeToken(changing, params.token_id));
      callers.forget();
      return null;
    }),
  ];
}
