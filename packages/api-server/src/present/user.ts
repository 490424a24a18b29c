import type { Static } from '@sinclair/typebox';
import type { ApiToken, Role, ServiceAccount, User } from '@tradewind/contract';
import type { ApiTokenRow, RoleRow, UserRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';
import { allPermissionsOf } from '../identity/operations/role-operations.ts';
import { canOf } from '../identity/policy/can.ts';

export function presentUser(user: UserRow, caller: Caller): Static<typeof User> {
  return {
    username: user.username,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    active: user.isActive,
    roles: namesOf(user.roles),
    last_login: instantText(user.lastSignInAt),
    login_count: user.signInCount,
    failed_login_count: user.failedSignIns,
    created_on: instantText(user.createdAt),
    changed_on: instantText(user.changedAt),
    can: canOf(caller, 'user'),
  };
}

export function presentServiceAccount(user: UserRow, caller: Caller): Static<typeof ServiceAccount> {
  return {
    name: user.username,
    active: user.isActive,
    roles: namesOf(user.roles),
    created_on: instantText(user.createdAt),
    changed_on: instantText(user.changedAt),
    can: canOf(caller, 'service_account'),
  };
}

export function presentRole(role: RoleRow, caller: Caller): Static<typeof Role> {
  const isFixed = role.isBuiltIn && role.name !== 'Public';
  return {
    name: role.name,
    description: role.description,
    actions: allPermissionsOf(role).map(({ action, resource }) => ({
      action: { name: action },
      resource: { name: resource },
    })),
    is_built_in: role.isBuiltIn,
    user_count: role.userCount,
    can: {
      edit: !isFixed && mayDo(caller, 'can_edit', 'Roles'),
      delete: !role.isBuiltIn && mayDo(caller, 'can_delete', 'Roles'),
    },
  };
}

export function presentApiToken(token: ApiTokenRow): Static<typeof ApiToken> {
  return {
    id: token.tokenId,
    name: token.name,
    username: token.username,
    prefix: token.prefix,
    is_read_only: token.isReadOnly,
    permissions: token.permissions === null ? null : token.permissions.map((permission) => ({ ...permission })),
    expires_at: instantText(token.expiresAt),
    last_used_at: instantText(token.lastUsedAt),
    created_at: instantText(token.createdAt),
  };
}

function namesOf(roles: readonly string[]): { name: string }[] {
  return roles.map((name) => ({ name }));
}
