import { loadConfig } from '@tradewind/server/config';
import { UsageError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Services } from '../ports/services.ts';
import { runCommandLine } from '../run-command-line.ts';
import type { FakeAccess } from './fake-access.ts';
import { FakePlatform } from './fake-platform.ts';
import { FakeTerminal, type FakeTerminalOptions } from './fake-terminal.ts';
import { NOW } from './sample-dag.ts';

export interface FakeWorld {
  readonly platform?: FakePlatform;
  readonly services?: Partial<Services>;
  /** The server that was named. @default none */
  readonly access?: FakeAccess;
  readonly terminal?: FakeTerminalOptions;
  /** Files by absolute path, and `-` for standard input. What is written is put in here. */
  readonly files?: Map<string, string>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly interruption?: AbortSignal;
}

export interface Result {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly terminal: FakeTerminal;
  readonly platform: FakePlatform;
  /** The address that the command line named. */
  readonly url: string | undefined;
}

/** Runs one command line against fakes. */
export async function runTradewind(words: readonly string[], world: FakeWorld = {}): Promise<Result> {
  const terminal = new FakeTerminal(world.terminal);
  const platform = world.platform ?? new FakePlatform();
  const files = world.files ?? new Map<string, string>();
  const interruption = world.interruption ?? new AbortController().signal;
  let url: string | undefined;
  const code = await runCommandLine({
    words,
    terminal,
    interruption,
    openPorts: async (chosen) => {
      url = chosen.url;
      return {
        terminal,
        interruption,
        clock: { now: () => NOW, every: () => () => undefined },
        files: {
          read: async (path) => files.get(path) ?? Promise.reject(new Error(`no file ${path}`)),
          write: async (path, content) => void files.set(path, content),
          list: async (folder) => {
            const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
            return inside.length === 0
              ? null
              : [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0]!))];
          },
          resolve: (path) => (path === '.' ? '/project' : `/project/${path}`),
        },
        config: () => loadConfig({ folder: '/', environment: world.environment ?? {} }),
        async access() {
          if (world.access === undefined) throw new UsageError('Name the API server.', '');
          return world.access;
        },
        platform: async () => platform,
        services: async () => world.services as Services,
        close: () => platform.close(),
      };
    },
  });
  return { code, out: terminal.out, err: terminal.err, terminal, platform, url };
}
