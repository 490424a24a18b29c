import { Type } from '@sinclair/typebox';
import { BulkBody } from './bulk.ts';
import { Collection } from './page.ts';
import { Can, Closed, Instant, Nullable } from './values.ts';

const connectionId = Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w.-]+$' });
const connType = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });
const optionalText = (maxLength: number, says?: string) =>
  Type.Optional(Nullable(Type.String({ maxLength, ...(says === undefined ? {} : { description: says }) })));

export const Connection = Type.Object({
  connection_id: Type.String(),
  conn_type: Type.String(),
  description: Nullable(Type.String()),
  host: Nullable(Type.String()),
  login: Nullable(Type.String()),
  schema: Nullable(Type.String()),
  port: Nullable(Type.Integer()),
  password: Nullable(Type.String({ description: '`***` when there is one.' })),
  extra: Nullable(Type.String({ description: 'JSON, in which what looks secret by its name is `***`.' })),
  team_name: Type.Null(),
  can: Type.Optional(Can),
});

export const ConnectionCollection = Collection('connections', Connection);

const fields = {
  description: optionalText(10_000),
  host: optionalText(10_000),
  login: optionalText(10_000),
  schema: optionalText(10_000),
  port: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 65_535 }))),
  password: optionalText(100_000, '`***` stands for the one that is stored.'),
  extra: optionalText(1_000_000, 'A JSON object as text; `***` in it stands for what is stored.'),
  team_name: Type.Optional(Type.Null()),
};

export const ConnectionBody = Closed({ connection_id: connectionId, conn_type: connType, ...fields });

export const ConnectionPatchBody = Closed({
  connection_id: Type.Optional(connectionId),
  conn_type: Type.Optional(connType),
  ...fields,
});

export const ConnectionBulkBody = BulkBody({
  create: ConnectionBody,
  update: ConnectionBody,
  delete: Type.Object({ connection_id: connectionId }),
});

export const ConnectionTest = Type.Object({ status: Type.Boolean(), message: Type.String() });

export const ConnectionTestRequestBody = Closed({
  ...ConnectionBody.properties,
  commit_on_success: Type.Optional(Type.Boolean({ default: false })),
  executor: optionalText(250),
  queue: optionalText(250),
});

export const QueuedConnectionTest = Type.Object({
  connection_id: Type.String(),
  state: Type.String(),
  token: Type.String(),
});

export const PolledConnectionTest = Type.Object({
  ...QueuedConnectionTest.properties,
  created_at: Instant(),
  result_message: Nullable(Type.String()),
});
