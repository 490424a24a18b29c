import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { PermissionPair } from './permission.ts';
import { Closed, Instant, Nullable } from './values.ts';

export const LoginBody = Closed({
  username: Type.String({ minLength: 1, maxLength: 300 }),
  password: Type.String({ minLength: 1, maxLength: 1024, format: 'password' }),
});

export const LoginResponse = Type.Object({
  access_token: Type.String({ description: 'Goes into the header: `Authorization: Bearer <token>`.' }),
});

export const SessionResponse = Type.Object({
  username: Type.String(),
  expires_at: Instant(),
});

export const ApiToken = Type.Object({
  id: Type.String(),
  name: Type.String(),
  username: Type.String(),
  prefix: Type.String({ description: 'Its first characters, by which people recognise it.' }),
  is_read_only: Type.Boolean(),
  permissions: Nullable(Type.Array(PermissionPair)),
  expires_at: Nullable(Instant()),
  last_used_at: Nullable(Instant()),
  created_at: Instant(),
});

export const ApiTokenCollection = Collection('tokens', ApiToken);

export const ApiTokenBody = Closed({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  is_read_only: Type.Optional(Type.Boolean({ default: false })),
  permissions: Type.Optional(
    Nullable(
      Type.Array(PermissionPair, {
        maxItems: 1000,
        description: 'All that it may be used for; left out, whatever its user may do.',
      }),
    ),
  ),
  expires_at: Type.Optional(Nullable(Instant({ description: 'Left out: in 90 days. Null: never.' }))),
});

export const IssuedApiToken = Type.Object({
  ...ApiToken.properties,
  token: Type.String({ description: 'Shown this once.' }),
});

export const SignOutEverywhereBody = Closed({
  with_tokens: Type.Optional(Type.Boolean({ default: false, description: 'True: API tokens are deleted as well.' })),
});

export const SignOutEverywhereResponse = Type.Object({ deleted_tokens: Type.Integer() });
