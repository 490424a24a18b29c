import type { Static } from '@sinclair/typebox';
import type { Connection } from '@tradewind/contract';
import { HIDDEN, redactText } from '@tradewind/model';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';
import type { PlainConnection } from '../operations/connection-text.ts';

/** Without its password and what looks secret in its extra. */
export function presentConnection(connection: PlainConnection, caller: Caller): Static<typeof Connection> {
  return {
    connection_id: connection.connectionId,
    conn_type: connection.connType,
    description: connection.description,
    host: connection.host,
    login: connection.login,
    schema: connection.schema,
    port: connection.port,
    password: connection.password === null ? null : HIDDEN,
    extra: connection.extra === null ? null : redactExtra(connection.extra),
    team_name: null,
    can: canOf(caller, 'connection'),
  };
}

/** The extra as it is shown. Text that is no JSON could hold anything, and is hidden whole. */
export function redactExtra(extra: string): string {
  return extra.trim() === '' || isJson(extra) ? redactText(extra) : HIDDEN;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
