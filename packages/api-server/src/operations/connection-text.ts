/**
 * Connections as text: a URI as Airflow writes it, or JSON.
 *
 * `type://login:password@host:port/schema?key=value`; whatever is reserved in a URI is percent-encoded. The query is the
 * extra: flat text as its parameters, anything else as one parameter `__extra__` that holds the JSON.
 */
import { ConnectionInvalidError } from './errors.ts';

export interface PlainConnection {
  readonly connectionId: string;
  readonly connType: string;
  readonly description: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  /** JSON, or whatever text the type of connection takes. */
  readonly extra: string | null;
}

const EXTRA = '__extra__';
const URI =
  /^(?<type>[a-z][a-z0-9+._-]*):\/\/(?:(?<login>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>\d*))?(?:\/(?<schema>[^?]*))?(?:\?(?<query>.*))?$/i;

/** @throws {ConnectionInvalidError} when it is neither. */
export function parseConnection(connectionId: string, text: string): PlainConnection {
  return text.trimStart().startsWith('{') ? fromJson(connectionId, text) : fromUri(connectionId, text.trim());
}

/** The connection as one URI, with its password. */
export function connectionToUri(connection: PlainConnection): string {
  const { connType, login, password, host, port, schema, extra } = connection;
  const user = login === null ? '' : encodeURIComponent(login);
  const secret = password === null ? '' : `:${encodeURIComponent(password)}`;
  const at = login === null && password === null ? '' : '@';
  const place = `${encodeHost(host)}${port === null ? '' : `:${port}`}${schema === null ? '' : `/${encodeURIComponent(schema)}`}`;
  return `${connType.replaceAll('_', '-')}://${user}${secret}${at}${place}${queryOf(extra)}`;
}

function fromUri(connectionId: string, text: string): PlainConnection {
  const parts = URI.exec(text)?.groups;
  if (parts === undefined) {
    throw new ConnectionInvalidError(
      connectionId,
      'expected a URI such as type://login:password@host:port/schema, or JSON',
    );
  }
  try {
    return {
      connectionId,
      connType: parts['type']!.toLowerCase().replaceAll('-', '_'),
      description: null,
      host: decoded(parts['host']),
      port: parts['port'] ? readPort(connectionId, Number(parts['port'])) : null,
      login: decoded(parts['login']),
      password: parts['password'] === undefined ? null : decodeURIComponent(parts['password']),
      schema: decoded(parts['schema']),
      extra: extraOf(new URLSearchParams(parts['query'] ?? '')),
    };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new ConnectionInvalidError(connectionId, 'a "%" in it is not followed by two hexadecimal digits');
  }
}

function fromJson(connectionId: string, text: string): PlainConnection {
  const given = parseObject(connectionId, text);
  const read = (...names: readonly string[]): string | null => {
    const name = names.find((candidate) => given[candidate] !== undefined && given[candidate] !== null);
    if (name === undefined) return null;
    if (typeof given[name] !== 'string')
      throw new ConnectionInvalidError(connectionId, `expected "${name}" to be text`);
    return given[name];
  };
  const connType = read('conn_type', 'connType', 'type');
  if (connType === null) throw new ConnectionInvalidError(connectionId, 'expected "conn_type" to name its type');
  const { port, extra } = given;
  return {
    connectionId,
    connType,
    description: read('description'),
    host: read('host'),
    port: port === undefined || port === null || port === '' ? null : readPort(connectionId, Number(port)),
    login: read('login'),
    password: read('password'),
    schema: read('schema'),
    extra:
      extra === undefined || extra === null ? null : typeof extra === 'string' ? extra || null : JSON.stringify(extra),
  };
}

function parseObject(connectionId: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    // The parser's message would quote the text, and with it the password.
    throw new ConnectionInvalidError(connectionId, 'its JSON has a syntax error');
  }
}

function readPort(connectionId: string, port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConnectionInvalidError(connectionId, 'expected its port to be a number from 0 to 65535');
}

/** Empty parts are absent. */
function decoded(part: string | undefined): string | null {
  if (part === undefined || part === '') return null;
  return part.startsWith('[') ? part : decodeURIComponent(part);
}

function encodeHost(host: string | null): string {
  if (host === null) return '';
  return host.startsWith('[') ? host : encodeURIComponent(host);
}

function extraOf(query: URLSearchParams): string | null {
  if (query.size === 0) return null;
  return query.get(EXTRA) ?? JSON.stringify(Object.fromEntries(query));
}

function queryOf(extra: string | null): string {
  if (extra === null) return '';
  const flat = flatTexts(extra);
  return `?${new URLSearchParams(flat ?? { [EXTRA]: extra })}`;
}

/** The extra as parameters, when reading them back gives the same text. */
function flatTexts(extra: string): Record<string, string> | null {
  try {
    const parsed: unknown = JSON.parse(extra);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const values = Object.values(parsed);
    const isFlat = values.length > 0 && values.every((value) => typeof value === 'string') && !(EXTRA in parsed);
    return isFlat && JSON.stringify(parsed) === extra ? (parsed as Record<string, string>) : null;
  } catch {
    return null;
  }
}
