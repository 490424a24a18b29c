import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { SignOutEverywhereBody, SignOutEverywhereResponse } from '../schemas/token.ts';
import {
  ResetPasswordBody,
  ResetPasswordResponse,
  User,
  UserBody,
  UserCollection,
  UserPatchBody,
  UserPermissions,
} from '../schemas/user.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';

const tag = 'User';

export const USER_ORDER_NAMES = [
  'id',
  'username',
  'email',
  'first_name',
  'last_name',
  'active',
  'last_login',
  'created_on',
] as const;

export const getUsers = route({
  id: 'get_users',
  method: 'GET',
  path: '/api/v2/users',
  tag,
  summary: 'The people who can sign in.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(USER_ORDER_NAMES, 'username'),
    username_pattern: Pattern,
    role: Type.Optional(Type.String({ maxLength: 64 })),
    active: Type.Optional(Type.Boolean()),
  }),
  answers: { 200: UserCollection },
  rule: permitted('can_read', 'Users'),
});

export const getUser = route({
  id: 'get_user',
  method: 'GET',
  path: '/api/v2/users/{username}',
  tag,
  summary: 'One user.',
  answers: { 200: User },
  rule: permitted('can_read', 'Users'),
});

export const postUser = route({
  id: 'post_user',
  method: 'POST',
  path: '/api/v2/users',
  tag,
  summary: 'Creates a user. Without a password it cannot sign in with one.',
  query: DryRunQuery,
  body: UserBody,
  answers: { 201: User },
  rule: permitted('can_create', 'Users'),
});

export const patchUser = route({
  id: 'patch_user',
  method: 'PATCH',
  path: '/api/v2/users/{username}',
  tag,
  summary: 'Changes a user; with `update_mask` only the fields that it names.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: UserPatchBody,
  answers: { 200: User },
  rule: permitted('can_edit', 'Users'),
});

export const deleteUserRoute = route({
  id: 'delete_user',
  method: 'DELETE',
  path: '/api/v2/users/{username}',
  tag,
  summary: 'Deletes a user with its tokens. What it did stays on record.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Users'),
});

export const resetUserPassword = route({
  id: 'reset_user_password',
  method: 'POST',
  path: '/api/v2/users/{username}/resetPassword',
  tag,
  summary: 'Gives a user another password, and ends all of its sessions.',
  query: DryRunQuery,
  body: ResetPasswordBody,
  isBodyOptional: true,
  answers: { 200: ResetPasswordResponse },
  rule: permittedAll(['can_edit', 'Users'], ['can_edit', 'Passwords']),
});

export const signUserOutEverywhere = route({
  id: 'sign_user_out_everywhere',
  method: 'POST',
  path: '/api/v2/users/{username}/signOutEverywhere',
  tag,
  summary: 'Ends every session of a user.',
  query: DryRunQuery,
  body: SignOutEverywhereBody,
  isBodyOptional: true,
  answers: { 200: SignOutEverywhereResponse },
  rule: permitted('can_edit', 'Users'),
});

export const getUserPermissions = route({
  id: 'get_user_permissions',
  method: 'GET',
  path: '/api/v2/users/{username}/permissions',
  tag,
  summary: 'What a user may do, and because of which roles.',
  answers: { 200: UserPermissions },
  rule: permitted('can_read', 'Users', 'Roles'),
});

export const userRoutes: readonly Route[] = [
  getUsers,
  getUser,
  postUser,
  patchUser,
  deleteUserRoute,
  resetUserPassword,
  signUserOutEverywhere,
  getUserPermissions,
];
