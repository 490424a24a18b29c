import type { Endpoint } from './endpoint.ts';
import { databaseName, databaseUser } from './password.ts';

/** How to reach the server. `host` is the folder of its socket (it begins with `/`) or an address. */
export interface EmbeddedPostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export function connectionTo(endpoint: Endpoint, password: string): EmbeddedPostgresConnection {
  const host = endpoint.kind === 'socket' ? endpoint.directory : endpoint.host;
  return Object.freeze({ host, port: endpoint.port, user: databaseUser, password, database: databaseName });
}

/** The same as one line, as `psql` and the clients for Node understand it. It holds the password. */
export function urlOf({ host, port, user, password, database }: EmbeddedPostgresConnection): string {
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}
