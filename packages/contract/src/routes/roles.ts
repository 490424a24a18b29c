import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { PageQuery } from '../schemas/page.ts';
import { PermissionCollection } from '../schemas/permission.ts';
import { Role, RoleBody, RoleCollection, RolePatchBody } from '../schemas/role.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';

const tag = 'Role';

export const getRoles = route({
  id: 'get_roles',
  method: 'GET',
  path: '/api/v2/roles',
  tag,
  summary: 'The roles with all that they give.',
  query: Type.Object({ limit: PageQuery.limit, offset: PageQuery.offset }),
  answers: { 200: RoleCollection },
  rule: permitted('can_read', 'Roles'),
});

export const getRole = route({
  id: 'get_role',
  method: 'GET',
  path: '/api/v2/roles/{role_name}',
  tag,
  summary: 'One role.',
  answers: { 200: Role },
  rule: permitted('can_read', 'Roles'),
});

export const postRole = route({
  id: 'post_role',
  method: 'POST',
  path: '/api/v2/roles',
  tag,
  summary: 'Creates a role.',
  query: DryRunQuery,
  body: RoleBody,
  answers: { 201: Role },
  rule: permitted('can_create', 'Roles'),
});

export const patchRole = route({
  id: 'patch_role',
  method: 'PATCH',
  path: '/api/v2/roles/{role_name}',
  tag,
  summary: 'Changes a role; `actions` replaces all that it gives. Of the built-in roles only Public can be changed.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: RolePatchBody,
  answers: { 200: Role },
  rule: permitted('can_edit', 'Roles'),
});

export const deleteRoleRoute = route({
  id: 'delete_role',
  method: 'DELETE',
  path: '/api/v2/roles/{role_name}',
  tag,
  summary: 'Deletes a role, and takes it from all who have it.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Roles'),
});

export const getPermissions = route({
  id: 'get_permissions',
  method: 'GET',
  path: '/api/v2/permissions',
  tag,
  summary: 'The actions and resources that permissions are made of.',
  answers: { 200: PermissionCollection },
  rule: permitted('can_read', 'Permissions'),
});

export const roleRoutes: readonly Route[] = [getRoles, getRole, postRole, patchRole, deleteRoleRoute, getPermissions];
