import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { ActionResource } from './permission.ts';
import { Can, Closed } from './values.ts';

const name = Type.String({ minLength: 1, maxLength: 64 });
const description = Type.String({ maxLength: 1000 });
const actions = Type.Array(
  Closed({ action: Closed({ name: Type.String() }), resource: Closed({ name: Type.String({ maxLength: 300 }) }) }),
  { maxItems: 20_000, description: 'What the role may do, one action on one resource each.' },
);

export const Role = Type.Object({
  name: Type.String(),
  description: Type.String(),
  actions: Type.Array(ActionResource),
  is_built_in: Type.Boolean(),
  user_count: Type.Integer(),
  can: Type.Optional(Can),
});

export const RoleCollection = Collection('roles', Role);

export const RoleBody = Closed({
  name,
  description: Type.Optional(description),
  actions: Type.Optional(actions),
});

export const RolePatchBody = Closed({
  name: Type.Optional(name),
  description: Type.Optional(description),
  actions: Type.Optional(actions),
});
