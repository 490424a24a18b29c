/** A connection as its form holds it, and the way there and back. */
import type { Connection, ConnectionBody } from './api/connections.ts';

export interface ConnectionForm {
  readonly connection_id: string;
  readonly conn_type: string;
  readonly description: string;
  readonly host: string;
  readonly port: number | string;
  readonly schema: string;
  readonly login: string;
  /** Undefined: the one that is stored stays. */
  readonly password: string | undefined;
  readonly extra: string;
}

export const CONNECTION_FIELDS = [
  'connection_id',
  'conn_type',
  'description',
  'host',
  'port',
  'schema',
  'login',
  'password',
  'extra',
] as const satisfies readonly (keyof ConnectionForm)[];

export function formOf(connection: Connection | null): ConnectionForm {
  return {
    connection_id: connection?.connection_id ?? '',
    conn_type: connection?.conn_type ?? 'generic',
    description: connection?.description ?? '',
    host: connection?.host ?? '',
    port: connection?.port ?? '',
    schema: connection?.schema ?? '',
    login: connection?.login ?? '',
    password: undefined,
    extra: pretty(connection?.extra ?? ''),
  };
}

/** What is empty is null; a password that nobody touched is left out. */
export function bodyOf({ port, password, connection_id, conn_type, ...texts }: ConnectionForm): ConnectionBody {
  const { description, host, schema, login, extra } = texts;
  const orNull = (text: string) => (text.trim() === '' ? null : text);
  return {
    connection_id: connection_id.trim(),
    conn_type,
    description: orNull(description),
    host: orNull(host),
    port: port === '' ? null : Number(port),
    schema: orNull(schema),
    login: orNull(login),
    extra: orNull(extra),
    ...(password === undefined ? {} : { password: password === '' ? null : password }),
  };
}

function pretty(extra: string): string {
  try {
    return extra === '' ? '' : JSON.stringify(JSON.parse(extra), null, 2);
  } catch {
    return extra;
  }
}
