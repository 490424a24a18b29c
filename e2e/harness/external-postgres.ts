/** A PostgreSQL server beside the project, as in production: programs find it by `DATABASE_URL`. */
import { join } from 'node:path';
import { type Database, type EmbeddedPostgres, openDatabase, startEmbeddedPostgres } from '@tradewind/store';
import { killSafely } from './kill-safely.ts';
import type { Project } from './project.ts';

export interface ExternalPostgres {
  readonly url: string;
  /** A connection of the test itself. */
  readonly database: Database;
  /** Ends the server; connections are refused until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<unknown>;
  /** Stops its processes where they are, so that it neither answers nor refuses. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts a server with an empty database, in the folder of the project. */
export async function startExternalPostgres(project: Project): Promise<ExternalPostgres> {
  const options = { home: join(project.folder, 'server'), transport: 'tcp', fsync: false } as const;
  let server: EmbeddedPostgres = await startEmbeddedPostgres(options);
  const { connection, url } = server;
  const { port } = connection;
  const database = openDatabase({ ...connection, maxConnections: 2 });
  const signalAll = (signal: NodeJS.Signals): void => {
    for (const { pid, role } of project.processes()) {
      if (role === 'postmaster' || role === 'backend') killSafely(pid, signal);
    }
  };
  return {
    url,
    database,
    stop: () => server.stop(),
    async start() {
      server = await startEmbeddedPostgres({ ...options, port });
    },
    kill() {
      signalAll('SIGKILL');
      return server.closed;
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async close() {
      signalAll('SIGCONT');
      await database.close();
      await server.stop();
    },
  };
}
