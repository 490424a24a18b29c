/** An API server over a database for tests, with what the commands have on its own machine, and from elsewhere. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadedConfig, loadConfig } from '@tradewind/server/config';
import { openDaemons } from '@tradewind/server/daemons';
import { openPlatform } from '@tradewind/server/platform';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import type { Platform } from '../ports/platform.ts';
import { remotePlatform } from '../remote/remote-platform.ts';
import { connectServer, type Server } from '../remote/server.ts';
import { type ServerAccess, serverAccess } from '../sign-in/server-access.ts';

export interface RealServer {
  readonly database: TestDatabase['database'];
  readonly config: LoadedConfig;
  readonly url: string;
  /** What commands see on the machine of the server. */
  readonly local: Awaited<ReturnType<typeof openPlatform>>;
  /** Whoever has signed in from elsewhere, with a file of tokens of his own. */
  readonly access: ServerAccess;
  /** The user that there is, an admin. */
  readonly admin: { readonly username: string; readonly password: string };
  connect(token: string | null): Server;
  /** What commands see by the API. */
  remote(): Promise<Platform>;
  close(): Promise<void>;
}

/** Nothing but the API runs: no scheduler, no DAG processor. */
export async function startRealServer(): Promise<RealServer> {
  const test = await createTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'tradewind-remote-'));
  await chmod(home, 0o700);
  const environment = { DATABASE_URL: urlOf(test), TRADEWIND__CORE__HOME: home, TRADEWIND__API__PORT: '0' };
  const config = await loadConfig({ folder: home, environment });
  const local = await openPlatform(config.config, { triggeredBy: 'cli', environment: NO_SECRETS });
  const admin = { username: 'kim', password: 'correct horse battery' };
  await local.people.createUser({ ...admin, email: null, firstName: '', lastName: '', roles: ['Admin'] });
  const stop = new AbortController();
  const api = startApi(config, stop.signal);
  const url = await Promise.race([api.url, api.ended.then(() => Promise.reject(new Error('The API server ended.')))]);
  const connect = (token: string | null): Server => connectServer({ url, token, signal: stop.signal });
  const access = serverAccess({ url, file: join(home, 'tokens', 'credentials.json'), given: null, connect });
  return {
    database: test.database,
    config,
    url,
    local,
    access,
    admin,
    connect,
    remote: async () => remotePlatform({ server: connect(await access.readToken()), clock: { now: Date.now } }),
    async close() {
      stop.abort();
      await api.ended;
      await local.close();
      await test.drop();
      await rm(home, { recursive: true });
    },
  };
}

const NO_SECRETS = { findVariable: () => null, findConnection: () => null };

function startApi(
  config: LoadedConfig,
  signal: AbortSignal,
): { readonly url: Promise<string>; readonly ended: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<string>();
  const write = (line: string): boolean => {
    const [, url] = /API server listens .*url=(\S+)/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
    return true;
  };
  const daemons = openDaemons({ installation: { packageFolder: null }, sink: { write } as never });
  return { url: promise, ended: daemons.runApiServer(config, { signal }) };
}

/** The database for tests as a URL, as the configuration takes it. */
function urlOf({ options }: TestDatabase): string {
  const { url, host, port, user, password, database } = options;
  if (url !== undefined) return url;
  const account = password === undefined ? user : `${user}:${password}`;
  return `postgres://${account}@${encodeURIComponent(host ?? 'localhost')}:${port}/${database}`;
}
