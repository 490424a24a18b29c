/**
 * A project of Tradewind in a folder of its own, with the programs that people start in it.
 *
 * Everything a project starts carries its mark, and everything it writes is in its folder, so that nothing of it is left
 * after `dispose`, however the test ended.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDirectoryOf, type FoundEmbeddedPostgres, findRunningEmbeddedPostgres } from '@tradewind/store';
import { eventually } from './eventually.ts';
import { listProcesses, MARK, type SeenProcess } from './processes.ts';
import { Program } from './program.ts';

export interface ProjectOptions {
  /** A folder below `e2e/fixtures` whose files become its `dags`. @default no DAGs */
  readonly dags?: string;
  /** Variables for all its programs. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  /** Options of Node before the program. @default [] */
  readonly nodeArguments?: readonly string[];
  /** Variables over those of the project. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly folder: string;
  readonly dagsFolder: string;
  /** `core.home`. */
  readonly home: string;
  /** The file to which tasks write what they did. */
  readonly journal: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts `tradewind <words>`, and does not wait. */
  start(words: readonly string[], options?: StartOptions): Program;
  /** Runs `tradewind <words>` to its end. */
  run(...words: readonly string[]): Promise<CommandResult>;
  /** The embedded server, which must run or come up. */
  postgres(): Promise<FoundEmbeddedPostgres>;
  processes(): readonly SeenProcess[];
  /** Resolves when nothing of it runs any more. What watches over others ends a moment after them. */
  allEnded(): Promise<void>;
  /** Ends what runs, and removes what was written. */
  dispose(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const tradewind = join(root, 'packages/tradewind/bin/tradewind.js');
const janitorProgram = fileURLToPath(new URL('./janitor.ts', import.meta.url));
const condition = '--conditions=@tradewind/source';
/** Variables of the machine that programs need. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'USER'];

export function createProject({ dags, environment = {} }: ProjectOptions = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-e2e-'));
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  layOut(folder, dags);
  const home = join(folder, '.tradewind');
  const journal = join(folder, 'journal.jsonl');
  const variables = {
    ...inherited(),
    TMPDIR: join(folder, 'tmp'),
    [MARK]: folder,
    E2E_JOURNAL: journal,
    // Many run at once: each listens where there is room.
    TRADEWIND__API__PORT: '0',
    ...environment,
  };
  const janitor = callJanitor(folder);
  const processes = (): readonly SeenProcess[] => listProcesses(folder, [dirname(dataDirectoryOf(home))]);
  return {
    folder,
    dagsFolder: join(folder, 'dags'),
    home,
    journal,
    environment: variables,
    processes,
    allEnded: () =>
      eventually(
        () => {
          const commands = processes().map(({ pid, command }) => `${pid} ${command}`);
          return commands.length === 0 || new Error(commands.join('\n'));
        },
        { what: 'the end of all processes', timeoutMs: 5_000 },
      ).then(() => undefined),
    start: (words, { nodeArguments = [], environment: more = {} } = {}) =>
      new Program({
        arguments: [condition, ...nodeArguments, tradewind, ...words],
        folder,
        environment: { ...variables, ...more },
      }),
    run: (...words) => runToEnd([condition, tradewind, ...words], { cwd: folder, env: variables }),
    postgres: () => eventually(async () => (await lookForPostgres(home)) ?? undefined, { what: 'the embedded server' }),
    async dispose() {
      const ended = once(janitor, 'exit');
      janitor.stdin?.end();
      const [exitCode] = await ended;
      if (exitCode !== 0) throw new Error(`What was started in ${folder} could not be ended, or not be removed.`);
    },
  };
}

/** In a session of its own, so that what ends the tests does not end it. */
function callJanitor(folder: string): ChildProcess {
  const janitor = spawn(process.execPath, [condition, janitorProgram, folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  janitor.unref();
  return janitor;
}

/** As after `npm install`, but for the network. */
function layOut(folder: string, dags: string | undefined): void {
  for (const name of ['dags', 'tmp', 'node_modules']) mkdirSync(join(folder, name));
  symlinkSync(join(root, 'packages/tradewind'), join(folder, 'node_modules/tradewind'));
  if (dags !== undefined)
    cpSync(join(root, 'e2e/fixtures', dags), join(folder, 'dags'), { recursive: true, dereference: true });
}

function inherited(): Record<string, string> {
  const found = INHERITED.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Null as well while it comes up or goes down. */
function lookForPostgres(home: string): Promise<FoundEmbeddedPostgres | null> {
  return findRunningEmbeddedPostgres(home).catch(() => null);
}

function runToEnd(
  words: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { ...options, timeout: 60_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, stdout, stderr });
    });
  });
}
