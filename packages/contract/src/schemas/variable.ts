import { Type } from '@sinclair/typebox';
import { BulkBody } from './bulk.ts';
import { Collection } from './page.ts';
import { AnyJson, Can, Closed, Nullable } from './values.ts';

const key = Type.String({ minLength: 1, maxLength: 250, pattern: '\\S' });
const description = Type.Optional(Nullable(Type.String({ maxLength: 10_000 })));
const teamName = Type.Optional(Type.Null());

export const Variable = Type.Object({
  key: Type.String(),
  value: Nullable(
    Type.String({ description: 'What looks secret by its name is `***`. Null: none of the secret keys opens it.' }),
  ),
  description: Nullable(Type.String()),
  is_encrypted: Type.Boolean(),
  team_name: Type.Null(),
  can: Type.Optional(Can),
});

export const VariableCollection = Collection('variables', Variable);

/** A value that is no text is stored as its JSON. */
export const VariableBody = Closed({ key, value: AnyJson, description, team_name: teamName });

export const VariablePatchBody = Closed({
  key: Type.Optional(key),
  value: Type.Optional(AnyJson),
  description,
  team_name: teamName,
});

export const VariableBulkBody = BulkBody({
  create: VariableBody,
  update: VariableBody,
  delete: Type.Object({ key }),
});
