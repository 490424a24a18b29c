/** What is done to connections, one by one or many at once. */
import type { Static } from '@sinclair/typebox';
import type { ConnectionBody, ConnectionPatchBody } from '@tradewind/contract';
import { HIDDEN, type JsonObject, restoreHiddenText } from '@tradewind/model';
import { type Database, findConnection, findExistingConnections, type SecretBox } from '@tradewind/store';
import type { EntityDeeds } from '../http/bulk.ts';
import type { Changing } from '../http/change.ts';
import { badField, HttpProblem } from '../http/http-problem.ts';
import { masked } from '../http/update-mask.ts';
import {
  type ConnectionOperations,
  connectionOperations,
  type StoredConnection,
} from '../operations/connection-operations.ts';
import type { PlainConnection } from '../operations/connection-text.ts';
import { within } from '../operations/within.ts';
import { redactExtra } from '../present/connection.ts';

type Created = Static<typeof ConnectionBody>;
type Updated = Static<typeof ConnectionPatchBody> & { readonly connection_id: string };
type Reference = { readonly connection_id: string };

export interface ConnectionParts {
  readonly database: Database;
  readonly secrets: () => Promise<SecretBox>;
}

/** Connections of the database alone: those of the environment are not ours to show or to change. */
const NO_ENVIRONMENT = { findVariable: () => null, findConnection: () => null };

/** The operations on the stored connections. */
export function storedConnections({ database, secrets }: ConnectionParts, changing?: Changing): ConnectionOperations {
  const inside = changing === undefined ? database : within(changing.transaction, database);
  return connectionOperations({ database: inside, secrets, environment: NO_ENVIRONMENT });
}

export function connectionDeeds(parts: ConnectionParts): EntityDeeds<Created, Updated, Reference> {
  const inside = (changing: Changing): ConnectionOperations => storedConnections(parts, changing);
  return {
    noun: 'connections',
    keyOf: (entity) => (typeof entity === 'string' ? entity : entity.connection_id),
    findExisting: async (ids, { transaction }) => new Set(await findExistingConnections(transaction, ids)),
    async create(body, changing) {
      if ((await findConnection(changing.transaction, body.connection_id)) !== null)
        throw new HttpProblem(409, `There is already a connection "${body.connection_id}".`);
      const after = changed(emptyConnection(body), body);
      await inside(changing).save([after], { mayReplace: false });
      return { event: 'post_connection', extra: after.connectionId, after: factsOf(after) };
    },
    async update(body, changing, mask) {
      const before = await inside(changing).findStored(body.connection_id);
      const given = masked(body, mask);
      refuseToLoseSecrets(before, given);
      const after = changed(before, given);
      await inside(changing).save([after], { mayReplace: true });
      const isChanged = { password: before.password !== after.password, extra: before.extra !== after.extra };
      const secrets = Object.entries(isChanged).filter(([, is]) => is);
      return {
        event: 'patch_connection',
        extra: after.connectionId,
        before: factsOf(before),
        after: { ...factsOf(after), ...Object.fromEntries(secrets.map(([name]) => [name, 'changed'])) },
      };
    },
    async delete(id, changing) {
      const before = await inside(changing).findStored(id);
      await inside(changing).delete(id);
      return { event: 'delete_connection', extra: id, before: factsOf(before) };
    },
  };
}

function emptyConnection(body: Created): PlainConnection {
  const nothing = { description: null, host: null, port: null, login: null, password: null, schema: null, extra: null };
  return { connectionId: body.connection_id, connType: body.conn_type, ...nothing };
}

/** The connection with the fields that were given, where `***` means what is stored. */
function changed(before: PlainConnection, given: Partial<Updated>): PlainConnection {
  const fieldOf = <Value>(value: Value | undefined, stored: Value): Value => (value === undefined ? stored : value);
  return {
    connectionId: before.connectionId,
    connType: given.conn_type ?? before.connType,
    description: fieldOf(given.description, before.description),
    host: fieldOf(given.host, before.host),
    port: fieldOf(given.port, before.port),
    login: fieldOf(given.login, before.login),
    schema: fieldOf(given.schema, before.schema),
    password: given.password === HIDDEN ? before.password : fieldOf(given.password, before.password),
    extra: given.extra === undefined ? before.extra : changedExtra(before.extra, given.extra),
  };
}

/** @throws {HttpProblem} 422, unless it is a JSON object. */
function changedExtra(before: string | null, given: string | null): string | null {
  if (given === null || given.trim() === '') return null;
  if (given === HIDDEN && before !== null && redactExtra(before) === HIDDEN) return before;
  checkExtra(given);
  return before === null ? given : restoreHiddenText(given, before);
}

function checkExtra(given: string): void {
  let data: unknown;
  try {
    data = JSON.parse(given);
  } catch (error) {
    throw badField(['body', 'extra'], `Input should be a JSON object as text: ${(error as Error).message}`, null);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw badField(['body', 'extra'], 'Input should be a JSON object as text, such as {"key": "value"}', null);
}

/** What cannot be opened is not to be lost by the way. @throws {HttpProblem} 409 */
function refuseToLoseSecrets({ connectionId, isReadable }: StoredConnection, given: Partial<Updated>): void {
  const isGiven = [given.password, given.extra].every((one) => one !== undefined && one !== HIDDEN);
  if (isReadable || isGiven) return;
  throw new HttpProblem(
    409,
    `None of the secret keys opens the connection "${connectionId}". Give its password and its extra as well, or null.`,
  );
}

/** What may be on record. */
function factsOf({ connType, description, host, port, login, schema }: PlainConnection): JsonObject {
  return { conn_type: connType, description, host, port, login, schema };
}
