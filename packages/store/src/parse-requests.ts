/** How other processes ask the DAG processor to load files again: from the UI, the API or the command line. */
import type { Database, DatabaseConnection, Queryable, Statement } from './database.ts';

const PARSE_CHANNEL = 'tradewind_parse';

export interface ParseRequest {
  readonly bundleName: string;
  /** Relative to the DAG folder; null for all of the bundle. */
  readonly file: string | null;
}

const requestParseStatement: Statement = { name: 'request-parse', text: 'select pg_notify($1, $2)' };

/** Asks, when the transaction commits, for a load of files that did not change. Nobody answers when no processor runs. */
export async function requestParse(database: Queryable, request: ParseRequest): Promise<void> {
  await database.query(requestParseStatement, [PARSE_CHANNEL, JSON.stringify(request)]);
}

/** Listens on a connection of its own, which the caller closes. */
export async function listenForParseRequests(
  database: Database,
  onRequest: (request: ParseRequest) => void,
): Promise<DatabaseConnection> {
  const connection = await database.connect();
  connection.client.on('notification', ({ payload }) => onRequest(JSON.parse(payload ?? '{}') as ParseRequest));
  await connection.client.query(`listen ${PARSE_CHANNEL}`);
  return connection;
}
