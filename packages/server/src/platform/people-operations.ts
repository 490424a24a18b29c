/** Users and roles as the command line manages them: the operations of the API, each on record as `cli`. */
import {
  allPermissionsOf,
  createRole,
  createUser,
  editRole,
  editUser,
  generatePassword,
  passwordHasher,
  removeRole,
  removeUser,
  requireRole,
  requireUser,
  resetPassword,
} from '@tradewind/api-server';
import {
  type Database,
  listRoles,
  listUserPage,
  type PermissionRow,
  type RoleRow,
  USER_ORDER,
  type UserRow,
} from '@tradewind/store';
import { localChange } from './local-change.ts';

export interface NewPerson {
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly roles: readonly string[];
  /** Null: one is made. */
  readonly password: string | null;
}

export interface PeopleOperations {
  listUsers(): Promise<readonly UserRow[]>;
  /** Returns the password when it was made. @throws {UserInvalidError | UserExistsError} */
  createUser(user: NewPerson): Promise<string | null>;
  /** @throws {UserNotFoundError | LastAdminError} */
  deleteUser(username: string): Promise<void>;
  /** Returns the password when it was made. @throws {UserNotFoundError | UserInvalidError} */
  resetPassword(username: string, password: string | null): Promise<string | null>;
  /** @throws {UserNotFoundError | UserInvalidError} */
  addRole(username: string, role: string): Promise<void>;
  /** @throws {UserNotFoundError | LastAdminError} */
  removeRole(username: string, role: string): Promise<void>;
  /** With all that each gives. */
  listRoles(): Promise<readonly RoleRow[]>;
  /** @throws {RoleInvalidError | RoleExistsError} */
  createRole(role: Pick<RoleRow, 'name' | 'description' | 'permissions'>): Promise<void>;
  /** @throws {RoleNotFoundError | RoleBuiltInError} */
  deleteRole(name: string): Promise<void>;
  /** @throws {RoleNotFoundError | RoleInvalidError | RoleBuiltInError} */
  addPermissions(role: string, permissions: readonly PermissionRow[]): Promise<void>;
  /** @throws {RoleNotFoundError | RoleBuiltInError} */
  removePermissions(role: string, permissions: readonly PermissionRow[]): Promise<void>;
}

export interface PeopleContext {
  readonly database: Database;
  readonly now: () => number;
  /** Who asks, for the record; null: whoever has signed in to this machine. */
  readonly user: string | null;
}

/** More users than any installation has. */
const ALL = 100_000;

export function peopleOperations(context: PeopleContext): PeopleOperations {
  return { ...userOperations(context), ...roleOperations(context) };
}

type UserOperations = Pick<
  PeopleOperations,
  'listUsers' | 'createUser' | 'deleteUser' | 'resetPassword' | 'addRole' | 'removeRole'
>;

function userOperations(context: PeopleContext): UserOperations {
  const { database } = context;
  const change = localChange(context);
  const hasher = passwordHasher();
  const person = (username: string) => ({ kind: 'person', username }) as const;
  return {
    async listUsers() {
      const order = [{ ...USER_ORDER.find(({ name }) => name === 'username')!, isDescending: false }];
      return (await listUserPage(database, { kind: 'person', order, page: { limit: ALL } })).rows;
    },
    async createUser({ password, ...user }) {
      const chosen = password ?? generatePassword();
      await change((changing) => createUser(changing, { kind: 'person', ...user, password: chosen }, hasher));
      return password === null ? chosen : null;
    },
    deleteUser: (username) => change((changing) => removeUser(changing, person(username))),
    async resetPassword(username, password) {
      const chosen = password ?? generatePassword();
      await change((changing) => resetPassword(changing, { username, password: chosen }, hasher));
      return password === null ? chosen : null;
    },
    async addRole(username, role) {
      const { roles } = await requireUser(database, username, 'person');
      await change((changing) => editUser(changing, person(username), { roles: [...new Set([...roles, role])] }));
    },
    async removeRole(username, role) {
      const { roles } = await requireUser(database, username, 'person');
      const left = roles.filter((name) => name !== role);
      await change((changing) => editUser(changing, person(username), { roles: left }));
    },
  };
}

type RoleOperations = Omit<PeopleOperations, keyof UserOperations>;

function roleOperations(context: PeopleContext): RoleOperations {
  const { database } = context;
  const change = localChange(context);
  const isSame = (one: PermissionRow, other: PermissionRow): boolean =>
    one.action === other.action && one.resource === other.resource;
  return {
    async listRoles() {
      return (await listRoles(database)).map((role) => ({ ...role, permissions: allPermissionsOf(role) }));
    },
    async createRole(role) {
      await change((changing) => createRole(changing, role));
    },
    deleteRole: (name) => change((changing) => removeRole(changing, name)),
    async addPermissions(role, permissions) {
      const known = (await requireRole(database, role)).permissions;
      const fresh = permissions.filter((one) => !known.some((other) => isSame(one, other)));
      await change((changing) => editRole(changing, role, { permissions: [...known, ...fresh] }));
    },
    async removePermissions(role, permissions) {
      const known = (await requireRole(database, role)).permissions;
      const left = known.filter((one) => !permissions.some((other) => isSame(one, other)));
      await change((changing) => editRole(changing, role, { permissions: left }));
    },
  };
}
