import { join } from 'node:path';
import { type LoadedConfig, userFolder } from '@tradewind/server/config';
import { UsageError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Platform } from '../ports/platform.ts';
import { remotePlatform } from '../remote/remote-platform.ts';
import { connectServer, type Server } from '../remote/server.ts';
import { readAddress } from './address.ts';
import { type ServerAccess, serverAccess } from './server-access.ts';

export interface NamedServer {
  readonly access: ServerAccess;
  /** What is there, for whoever has signed in. */
  platform(clock: Pick<Clock, 'now'>): Promise<Platform>;
}

export interface NamedServerOptions {
  readonly loaded: LoadedConfig;
  /** What was named on the command line; undefined: the one of the configuration. */
  readonly url: string | undefined;
  readonly signal: AbortSignal;
}

/** The server that the commands speak with. Nothing is sent, and no file read, until something is asked. */
export function openNamedServer({ loaded, url: named, signal }: NamedServerOptions): NamedServer {
  const { config, origins } = loaded;
  const configured = config.cli.url === null ? null : requireAddress(config.cli.url);
  const url = named ?? configured!;
  // A token that was configured for one server is not shown to another one.
  const token = configured === null || configured === url ? config.cli.token : null;
  const isOfEnvironment = origins.get('cli.token')?.kind === 'environment';
  const connect = (shown: string | null): Server => connectServer({ url, token: shown, signal });
  const access = serverAccess({
    url,
    file: join(userFolder(), 'credentials.json'),
    given: token === null ? null : { token, source: isOfEnvironment ? 'environment' : 'configuration' },
    connect,
  });
  return {
    access,
    platform: async (clock) => remotePlatform({ server: connect(await access.readToken()), clock }),
  };
}

/** @throws {UsageError} */
function requireAddress(given: string): string {
  const address = readAddress(given);
  if (address !== null) return address;
  throw new UsageError(
    `Expected cli.url to be an address such as https://tradewind.example:8080, got: "${given}".`,
    '',
  );
}
