import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { EmbeddedPostgresMissingError } from './errors.ts';
import type { ServerUser } from './server-user.ts';

export interface ProgramResult {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  /** What it printed to both streams, in lines without the empty ones. */
  readonly output: readonly string[];
}

export interface ProgramOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly user: ServerUser;
  /** The working directory; the user of the server must be able to enter it. */
  readonly cwd: string;
  /** What the program reads from its standard input. @default nothing */
  readonly input?: string;
}

/**
 * What a program of PostgreSQL gets as its environment: nothing of ours, so no `PGDATA` or `LD_LIBRARY_PATH` of
 * somebody else's PostgreSQL interferes. Windows needs its own variables to load libraries.
 */
function environment(): Pick<SpawnOptions, 'env'> {
  return platform() === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
}

/** Starts a program as the user of the server. */
export function spawnProgram(
  options: ProgramOptions,
  spawnOptions: Pick<SpawnOptions, 'stdio' | 'detached'>,
): ChildProcess {
  return spawn(options.program, options.args, {
    ...spawnOptions,
    ...environment(),
    ...options.user.spawnAs,
    cwd: options.cwd,
    windowsHide: true,
  });
}

/** Runs a program to its end. @throws {EmbeddedPostgresMissingError} when this machine cannot execute it. */
export function runProgram(options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawnProgram(options, { stdio: ['pipe', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A program that ends early closes its input; what it has to say about that is in its output.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
    child.once('error', (cause) => reject(cannotExecute(options.program, cause)));
    child.once('close', (exitCode) => {
      const lines = Buffer.concat(chunks).toString('utf8').split('\n');
      resolve({ exitCode, output: lines.map((line) => line.trimEnd()).filter((line) => line !== '') });
    });
  });
}

/** A program that exists but is "not found" lacks its loader: it was built for another C library (Alpine's, say). */
export function cannotExecute(program: string, cause: Error): EmbeddedPostgresMissingError {
  return new EmbeddedPostgresMissingError(
    `this machine cannot execute "${program}" (${cause.message}); it is built for glibc, which Alpine Linux has not.`,
    { cause },
  );
}
