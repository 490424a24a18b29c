import { randomBytes } from 'node:crypto';
import {
  type AnswerOf,
  deleteRoleRoute,
  deleteUserRoute,
  getRole,
  getRoles,
  getUser,
  getUsers,
  MAX_LIMIT,
  patchRole,
  patchUser,
  postRole,
  postUser,
  resetUserPassword,
} from '@tradewind/contract';
import type { PeoplePort, Permission, Role, User } from '../ports/people-port.ts';
import { listAll } from './list-all.ts';
import type { Server } from './server.ts';
import { instantOrNull } from './wire-instant.ts';

/** The users and roles of a server. */
export function remotePeople({ client }: Server): PeoplePort {
  return { ...remoteUsers(client), ...remoteRoles(client) };
}

type Client = Server['client'];
type UsersPort = Pick<
  PeoplePort,
  'listUsers' | 'createUser' | 'deleteUser' | 'resetPassword' | 'addRole' | 'removeRole'
>;

function remoteUsers(client: Client): UsersPort {
  const changeRoles = async (
    username: string,
    change: (names: readonly string[]) => readonly string[],
  ): Promise<void> => {
    const params = { username };
    const { roles } = await client.call(getUser, { params });
    const names = change(roles.map(({ name }) => name));
    await client.call(patchUser, {
      params,
      query: { update_mask: ['roles'] },
      body: { roles: names.map((name) => ({ name })) },
    });
  };
  return {
    listUsers: () =>
      listAll(
        (page) => client.call(getUsers, { query: page }),
        (page) => page.users.map(userOf),
      ),
    async createUser({ username, email, firstName, lastName, roles, password }) {
      const chosen = password ?? randomBytes(15).toString('base64url');
      const names = { first_name: firstName, last_name: lastName };
      const body = { username, email, ...names, password: chosen, roles: roles.map((name) => ({ name })) };
      await client.call(postUser, { body });
      return password === null ? chosen : null;
    },
    deleteUser: async (username) => void (await client.call(deleteUserRoute, { params: { username } })),
    resetPassword: async (username, password) =>
      (await client.call(resetUserPassword, { params: { username }, body: { password } })).password,
    addRole: (username, role) => changeRoles(username, (names) => [...new Set([...names, role])]),
    removeRole: (username, role) => changeRoles(username, (names) => names.filter((name) => name !== role)),
  };
}

function remoteRoles(client: Client): Omit<PeoplePort, keyof UsersPort> {
  const changePermissions = async (
    name: string,
    change: (known: readonly Permission[]) => readonly Permission[],
  ): Promise<void> => {
    const params = { role_name: name };
    const { permissions } = roleOf(await client.call(getRole, { params }));
    const body = { actions: actionsOf(change(permissions)) };
    await client.call(patchRole, { params, query: { update_mask: ['actions'] }, body });
  };
  return {
    listRoles: () => readRoles(client),
    createRole: async ({ name, description, permissions }) =>
      void (await client.call(postRole, { body: { name, description, actions: actionsOf(permissions) } })),
    deleteRole: async (name) => void (await client.call(deleteRoleRoute, { params: { role_name: name } })),
    addPermissions: (role, permissions) =>
      changePermissions(role, (known) => [...known, ...permissions.filter((one) => !isAmong(known, one))]),
    removePermissions: (role, permissions) =>
      changePermissions(role, (known) => known.filter((one) => !isAmong(permissions, one))),
  };
}

/** Their pages have no cursors. */
async function readRoles(client: Client): Promise<readonly Role[]> {
  const all: Role[] = [];
  for (;;) {
    const page = await client.call(getRoles, { query: { limit: MAX_LIMIT, offset: all.length } });
    all.push(...page.roles.map(roleOf));
    if (page.roles.length === 0 || all.length >= page.total_entries) return all;
  }
}

function userOf(user: AnswerOf<typeof getUser>): User {
  return {
    username: user.username,
    email: user.email,
    firstName: user.first_name,
    lastName: user.last_name,
    isActive: user.active,
    roles: user.roles.map(({ name }) => name),
    lastSignInAt: instantOrNull(user.last_login),
  };
}

function roleOf(role: AnswerOf<typeof getRole>): Role {
  return {
    name: role.name,
    description: role.description,
    isBuiltIn: role.is_built_in,
    userCount: role.user_count,
    permissions: role.actions.map(({ action, resource }) => ({ action: action.name, resource: resource.name })),
  };
}

function actionsOf(permissions: readonly Permission[]) {
  return permissions.map(({ action, resource }) => ({ action: { name: action }, resource: { name: resource } }));
}

function isAmong(permissions: readonly Permission[], one: Permission): boolean {
  return permissions.some(({ action, resource }) => action === one.action && resource === one.resource);
}
