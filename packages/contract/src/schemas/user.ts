import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { PermissionPair } from './permission.ts';
import { Can, Closed, Instant, Nullable, OneOf } from './values.ts';

const RoleName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) });
const username = Type.String({ minLength: 1, maxLength: 150 });
const name = Type.String({ maxLength: 150 });
const password = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: 'At least 10 characters.',
  format: 'password',
});
const email = Nullable(Type.String({ maxLength: 320 }));

export const User = Type.Object({
  username: Type.String(),
  email: Nullable(Type.String()),
  first_name: Type.String(),
  last_name: Type.String(),
  active: Type.Boolean(),
  roles: Type.Array(RoleName),
  last_login: Nullable(Instant()),
  login_count: Type.Integer(),
  failed_login_count: Type.Integer({ description: 'Since the last success.' }),
  created_on: Instant(),
  changed_on: Instant(),
  can: Type.Optional(Can),
});

export const UserCollection = Collection('users', User);

export const UserBody = Closed({
  username,
  email: Type.Optional(email),
  first_name: Type.Optional(name),
  last_name: Type.Optional(name),
  password: Type.Optional(Nullable(password)),
  roles: Type.Optional(Type.Array(RoleName, { maxItems: 100 })),
  active: Type.Optional(Type.Boolean()),
});

export const UserPatchBody = Closed({
  username: Type.Optional(username),
  email: Type.Optional(email),
  first_name: Type.Optional(name),
  last_name: Type.Optional(name),
  password: Type.Optional(password),
  roles: Type.Optional(Type.Array(RoleName, { maxItems: 100 })),
  active: Type.Optional(Type.Boolean()),
});

export const ResetPasswordBody = Closed({ password: Type.Optional(Nullable(password)) });

export const ResetPasswordResponse = Type.Object({
  username: Type.String(),
  password: Nullable(Type.String({ description: 'The password that was made, shown once; null when it was given.' })),
});

export const UserPermissions = Type.Object({
  username: Type.String(),
  permissions: Type.Array(
    Type.Object({
      ...PermissionPair.properties,
      roles: Type.Array(Type.String(), { description: 'Because of which roles.' }),
    }),
  ),
});

export const ServiceAccount = Type.Object({
  name: Type.String(),
  active: Type.Boolean(),
  roles: Type.Array(RoleName),
  created_on: Instant(),
  changed_on: Instant(),
  can: Type.Optional(Can),
});

export const ServiceAccountCollection = Collection('service_accounts', ServiceAccount);

export const ServiceAccountBody = Closed({
  name: username,
  roles: Type.Optional(Type.Array(RoleName, { maxItems: 100 })),
  active: Type.Optional(Type.Boolean()),
});

export const ServiceAccountPatchBody = Closed({
  roles: Type.Optional(Type.Array(RoleName, { maxItems: 100 })),
  active: Type.Optional(Type.Boolean()),
});

export const USER_KIND_NAMES = ['person', 'service', 'anonymous'] as const;

/** Who the caller is, and what it may do. */
export const Me = Type.Object({
  kind: OneOf(USER_KIND_NAMES),
  username: Type.String(),
  email: Nullable(Type.String()),
  first_name: Type.String(),
  last_name: Type.String(),
  roles: Type.Array(Type.String()),
  permissions: Type.Array(PermissionPair, { description: 'Everywhere, and for single DAGs as `DAG:<id>`.' }),
  menu: Type.Array(Type.String(), { description: 'The entries of the menu that are open to it.' }),
  login_required: Type.Boolean({ description: 'False: everybody who reaches this server may do everything.' }),
  session_expires_at: Nullable(Instant()),
});

export const ProfileBody = Closed({
  email: Type.Optional(email),
  first_name: Type.Optional(name),
  last_name: Type.Optional(name),
});

export const ChangePasswordBody = Closed({ current_password: password, new_password: password });
