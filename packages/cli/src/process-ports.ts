import type { LoadedConfig } from '@tradewind/server/config';
import { diskFiles } from './disk-files.ts';
import type { Clock } from './ports/clock.ts';
import type { Platform } from './ports/platform.ts';
import type { Ports } from './ports/ports.ts';
import type { Services } from './ports/services.ts';
import type { Terminal } from './ports/terminal.ts';
import type { NamedServer } from './sign-in/named-server.ts';

export interface ProcessPorts extends Ports {
  /** Closes what was opened. */
  close(): Promise<void>;
}

export interface ProcessPortsOptions {
  /** A configuration file instead of the one that is found. */
  readonly configFile: string | undefined;
  /** The server that was named with `--url`. */
  readonly url: string | undefined;
  readonly terminal: Terminal;
  readonly interruption: AbortSignal;
  /** The folder of the package `tradewind`; null when unknown. */
  readonly packageFolder: string | null;
}

/** The ports of a command that runs in this process, on this machine. The server is loaded when it is needed. */
export function openProcessPorts({
  configFile,
  url,
  terminal,
  interruption,
  packageFolder,
}: ProcessPortsOptions): ProcessPorts {
  const loadConfig = once(async () => {
    const server = await import('@tradewind/server/config');
    return server.loadConfig(configFile === undefined ? {} : { file: configFile });
  });
  const namedServer = once(async (): Promise<NamedServer | null> => {
    const loaded = await loadConfig();
    if (url === undefined && loaded.config.cli.url === null) return null;
    const { openNamedServer } = await import('./sign-in/named-server.ts');
    return openNamedServer({ loaded, url, signal: interruption });
  });
  const platform = once(async () => (await (await namedServer())?.platform(clock)) ?? openLocalPlatform(loadConfig));
  return {
    terminal,
    files: diskFiles,
    interruption,
    clock,
    config: loadConfig,
    async access() {
      const named = await namedServer();
      if (named !== null) return named.access;
      const { UsageError } = await import('./errors.ts');
      throw new UsageError(
        'Name the API server: --url https://tradewind.example:8080, or cli.url in the configuration.',
        '',
      );
    },
    platform,
    services: () => openServices(packageFolder),
    async close() {
      await (await platform.made()?.catch(() => undefined))?.close();
    },
  };
}

const clock: Clock = {
  now: Date.now,
  every(periodMs, tick) {
    const timer = setInterval(tick, periodMs);
    return () => clearInterval(timer);
  },
};

/** Makes something at its first use; `made` is that, or undefined when it was never used. */
function once<Value>(make: () => Promise<Value>): (() => Promise<Value>) & { made(): Promise<Value> | undefined } {
  let made: Promise<Value> | undefined;
  const use = (): Promise<Value> => {
    made ??= make();
    return made;
  };
  return Object.assign(use, { made: () => made });
}

async function openLocalPlatform(loadConfig: () => Promise<LoadedConfig>): Promise<Platform> {
  const { config } = await loadConfig();
  const server = await import('@tradewind/server/platform');
  const { connections, ...platform } = await server.openPlatform(config, { triggeredBy: 'cli' });
  return {
    ...platform,
    hidesSecrets: false,
    connections: {
      ...connections,
      parse: async (connectionId, text) => connections.parse(connectionId, text),
      toUri: async (connection) => connections.toUri(connection),
    },
  };
}

/** The daemons are the whole of Tradewind; they are loaded only by those that run them. */
async function openServices(packageFolder: string | null): Promise<Services> {
  const { maintenance } = await import('@tradewind/server/platform');
  return {
    maintenance,
    seed: async (config, request) => (await import('@tradewind/server/seed')).seedConfigured(config, request),
    async daemons() {
      const server = await import('@tradewind/server/daemons');
      return server.openDaemons({ installation: { packageFolder } });
    },
    async testBench() {
      const server = await import('@tradewind/server/test-bench');
      return server.openTestBench({ packageFolder });
    },
  };
}
