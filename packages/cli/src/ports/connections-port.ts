export interface Connection {
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

export interface ConnectionsPort {
  /** Those in the database, decrypted. */
  list(): Promise<readonly Connection[]>;
  /** The connection in force: that of the environment goes before that of the database. */
  find(connectionId: string): Promise<Connection & { readonly source: 'environment' | 'database' }>;
  /** Creates connections, all or none; replaces those that exist when `mayReplace`. Returns the ids of the new ones. */
  save(connections: readonly Connection[], options: { readonly mayReplace: boolean }): Promise<readonly string[]>;
  delete(connectionId: string): Promise<void>;
  /** `postgres://user:password@host:5432/schema?extra`, read as a connection. */
  parse(connectionId: string, uriOrJson: string): Promise<Connection>;
  /** A connection as one URI, with its secrets. */
  toUri(connection: Connection): Promise<string>;
}
