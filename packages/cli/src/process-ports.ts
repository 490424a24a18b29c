import type { LoadedConfig } from '@tradewind/server/config';
import { diskFiles } from './disk-files.ts';
import type { Platform } from './ports/platform.ts';
import type { Ports } from './ports/ports.ts';
import type { Services } from './ports/services.ts';
import type { Terminal } from './ports/terminal.ts';

export interface ProcessPorts extends Ports {
  /** Closes what was opened. */
  close(): Promise<void>;
}

export interface ProcessPortsOptions {
  /** A configuration file instead of the one that is found. */
  readonly configFile: string | undefined;
  readonly terminal: Terminal;
  readonly interruption: AbortSignal;
  /** The folder of the package `tradewind`; null when unknown. */
  readonly packageFolder: string | null;
}

/** The ports of a command that runs in this process, on this machine. The server is loaded when it is needed. */
export function openProcessPorts({
  configFile,
  terminal,
  interruption,
  packageFolder,
}: ProcessPortsOptions): ProcessPorts {
  let config: Promise<LoadedConfig> | undefined;
  let platform: Promise<Platform> | undefined;
  const loadConfig = (): Promise<LoadedConfig> => {
    config ??= import('@tradewind/server/config').then((server) =>
      server.loadConfig(configFile === undefined ? {} : { file: configFile }),
    );
    return config;
  };
  return {
    terminal,
    files: diskFiles,
    interruption,
    clock: {
      now: Date.now,
      every(periodMs, tick) {
        const timer = setInterval(tick, periodMs);
        return () => clearInterval(timer);
      },
    },
    config: loadConfig,
    platform() {
      platform ??= openPlatform(loadConfig);
      return platform;
    },
    services: () => openServices(packageFolder),
    async close() {
      await (await platform?.catch(() => undefined))?.close();
    },
  };
}

async function openPlatform(loadConfig: () => Promise<LoadedConfig>): Promise<Platform> {
  const { config } = await loadConfig();
  const server = await import('@tradewind/server/platform');
  return server.openPlatform(config, { triggeredBy: 'cli' });
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
