import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { ApiTokenBody, ApiTokenCollection, IssuedApiToken } from '../schemas/token.ts';
import {
  ServiceAccount,
  ServiceAccountBody,
  ServiceAccountCollection,
  ServiceAccountPatchBody,
} from '../schemas/user.ts';
import { DryRunQuery } from '../schemas/values.ts';

const tag = 'Service Account';

export const getServiceAccounts = route({
  id: 'get_service_accounts',
  method: 'GET',
  path: '/api/v2/serviceAccounts',
  tag,
  summary: 'The programs that have a name and rights of their own.',
  query: Type.Object({ ...PageQuery, order_by: orderBy(['name', 'created_on'], 'name'), name_pattern: Pattern }),
  answers: { 200: ServiceAccountCollection },
  rule: permitted('can_read', 'Service Accounts'),
});

export const getServiceAccount = route({
  id: 'get_service_account',
  method: 'GET',
  path: '/api/v2/serviceAccounts/{name}',
  tag,
  summary: 'One service account.',
  answers: { 200: ServiceAccount },
  rule: permitted('can_read', 'Service Accounts'),
});

export const postServiceAccount = route({
  id: 'post_service_account',
  method: 'POST',
  path: '/api/v2/serviceAccounts',
  tag,
  summary: 'Creates a service account. It works once it has a token.',
  query: DryRunQuery,
  body: ServiceAccountBody,
  answers: { 201: ServiceAccount },
  rule: permitted('can_create', 'Service Accounts'),
});

export const patchServiceAccount = route({
  id: 'patch_service_account',
  method: 'PATCH',
  path: '/api/v2/serviceAccounts/{name}',
  tag,
  summary: 'Changes the roles of a service account, or turns it off.',
  query: DryRunQuery,
  body: ServiceAccountPatchBody,
  answers: { 200: ServiceAccount },
  rule: permitted('can_edit', 'Service Accounts'),
});

export const deleteServiceAccount = route({
  id: 'delete_service_account',
  method: 'DELETE',
  path: '/api/v2/serviceAccounts/{name}',
  tag,
  summary: 'Deletes a service account with its tokens.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Service Accounts'),
});

export const postServiceAccountToken = route({
  id: 'post_service_account_token',
  method: 'POST',
  path: '/api/v2/serviceAccounts/{name}/tokens',
  tag,
  summary: 'Makes a token for a service account. It can only be read in this answer.',
  query: DryRunQuery,
  body: ApiTokenBody,
  answers: { 201: IssuedApiToken },
  rule: permittedAll(['can_edit', 'Service Accounts'], ['can_create', 'Tokens']),
});

export const getTokens = route({
  id: 'get_tokens',
  method: 'GET',
  path: '/api/v2/tokens',
  tag,
  summary: 'All API tokens: whose they are, when they expire, when they were last used.',
  query: Type.Object({
    limit: PageQuery.limit,
    offset: PageQuery.offset,
    username: Type.Optional(Type.String({ maxLength: 150 })),
  }),
  answers: { 200: ApiTokenCollection },
  rule: permitted('can_read', 'Tokens'),
});

export const deleteToken = route({
  id: 'delete_token',
  method: 'DELETE',
  path: '/api/v2/tokens/{token_id}',
  tag,
  summary: 'Deletes the token of any user or service account.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Tokens'),
});

export const serviceAccountRoutes: readonly Route[] = [
  getServiceAccounts,
  getServiceAccount,
  postServiceAccount,
  patchServiceAccount,
  deleteServiceAccount,
  postServiceAccountToken,
  getTokens,
  deleteToken,
];
