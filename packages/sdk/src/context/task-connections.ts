import { ConnectionMissingError } from '../errors.ts';
import type { ConnectionFacts, TaskServices } from './task-services.ts';

/** How to reach an outside system. */
export interface Connection extends ConnectionFacts {
  /** All of it as one URI: `type://login:password@host:port/schema?extra`. It contains the password. */
  readonly uri: string;
}

/** The connections of the installation. */
export class TaskConnections {
  readonly #services: TaskServices;

  constructor(services: TaskServices) {
    this.#services = services;
  }

  /** @throws {ConnectionMissingError} when it does not exist. */
  async get(id: string): Promise<Connection> {
    const facts = await this.#services.getConnection(id);
    if (facts === null) throw new ConnectionMissingError(id);
    return { ...facts, uri: connectionUri(facts) };
  }
}

/** The connection as one URI, as Airflow writes it. */
export function connectionUri(facts: ConnectionFacts): string {
  const { type, login, password, host, port, schema, extra } = facts;
  const user = login === null ? '' : encodeURIComponent(login);
  const secret = password === null ? '' : `:${encodeURIComponent(password)}`;
  const authority = `${user}${secret}${user || secret ? '@' : ''}${encodeURIComponent(host ?? '')}${port === null ? '' : `:${port}`}`;
  const path = schema === null ? '' : `/${encodeURIComponent(schema)}`;
  return `${type}://${authority}${path}${queryOf(extra)}`;
}

/** Flat text becomes parameters of the URI; anything else is one parameter that holds the JSON. */
function queryOf(extra: ConnectionFacts['extra']): string {
  const entries = Object.entries(extra);
  if (entries.length === 0) return '';
  const isFlat = entries.every(([, value]) => typeof value === 'string');
  const query = new URLSearchParams(isFlat ? (entries as [string, string][]) : { __extra__: JSON.stringify(extra) });
  return `?${query}`;
}
