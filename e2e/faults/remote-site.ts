/** Schedulers, API servers and workers in processes of their own, with a PostgreSQL server beside them. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExternalPostgres, startExternalPostgres } from '../harness/external-postgres.ts';
import { freePort } from '../harness/free-port.ts';
import type { Program } from '../harness/program.ts';
import { createProject, type Project } from '../harness/project.ts';
import { readJournal } from './check-journal.ts';
import { Gates } from './gates.ts';

export interface RemoteSite {
  readonly project: Project;
  readonly postgres: ExternalPostgres;
  readonly gates: Gates;
  /** The first API server. */
  readonly url: string;
  startScheduler(): Promise<Program>;
  /** `port`: another one beside the first. */
  startApi(port?: number): Promise<Program>;
  /** Knows where the API server is, and nothing of the database. Its home is a folder of its own. */
  startWorker(name: string, options?: WorkerStart): Program;
  /** Runs `tradewind <words>` beside the server, to its end. */
  run(...words: readonly string[]): Promise<readonly string[]>;
  trigger(): Promise<unknown>;
  /** How often a task began. */
  starts(taskId: string): number;
  openAll(): void;
}

export interface WorkerStart {
  readonly url?: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const JOIN_TOKEN = 'let-me-in';

export interface RemoteSiteOptions {
  /** A folder below `e2e/fixtures` whose files become its DAGs. @default 'gated' */
  readonly dags?: string;
  /** Packages of this repository that the DAGs need. @default none */
  readonly packages?: readonly string[];
}

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** `atEnd` is called with what closes it. */
export async function openRemoteSite(
  atEnd: (close: () => Promise<void>) => void,
  { dags = 'gated', packages = [] }: RemoteSiteOptions = {},
): Promise<RemoteSite> {
  const project = createProject({ dags });
  for (const name of packages) symlinkSync(join(installed, name), join(project.folder, 'node_modules', name));
  const postgres = await startExternalPostgres(project);
  atEnd(async () => {
    await postgres.close();
    await project.dispose();
  });
  const gates = new Gates(project);
  const port = await freePort();
  const server = {
    DATABASE_URL: postgres.url,
    TRADEWIND__CORE__EXECUTOR: 'remote',
    TRADEWIND__API__PORT: `${port}`,
    TRADEWIND__WORKER__TOKEN: JOIN_TOKEN,
  };
  const start = async (words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Program> => {
    const program = project.start(words, { environment: { ...server, ...more } });
    await program.ready();
    return program;
  };
  const run = async (...words: readonly string[]): Promise<readonly string[]> => {
    const program = project.start(words, { environment: server });
    const { exitCode } = await program.exited;
    if (exitCode !== 0) throw new Error(`tradewind ${words.join(' ')} failed:\n${program.lines.join('\n')}`);
    return program.lines;
  };
  await run('db', 'migrate');
  await run('dag-processor', '--once');
  return {
    project,
    postgres,
    gates,
    url: `http://127.0.0.1:${port}`,
    startScheduler: () => start(['scheduler']),
    startApi: (other = port) => start(['api-server'], { TRADEWIND__API__PORT: `${other}` }),
    startWorker(name, { url = `http://127.0.0.1:${port}`, words = [], environment = {} } = {}) {
      const own = {
        ...Gates.environment(project),
        TRADEWIND__CORE__HOME: join(project.folder, name),
        TRADEWIND__WORKER__TOKEN: JOIN_TOKEN,
        DATABASE_URL: '',
      };
      return project.start(['worker', '--url', url, '--name', name, ...words], {
        environment: { ...own, ...environment },
      });
    },
    run,
    trigger: () => run('dags', 'trigger', 'gated', '--run-id', 'mine'),
    starts: (taskId) =>
      readJournal(project.journal).filter((line) => line.taskId === taskId && line.event === 'start').length,
    openAll() {
      for (const taskId of ['first', 'second', 'last']) for (const tryNumber of [1, 2]) gates.open(taskId, tryNumber);
    },
  };
}
