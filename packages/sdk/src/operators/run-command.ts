import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandNotStartedError } from '../errors.ts';
import { ensureGuard, guardGroup } from './process-guard.ts';

export interface CommandOptions {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** What the command reads from its standard input; null for nothing. */
  readonly stdin: string | null;
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Ends the command, with everything that it has started. */
  readonly signal: AbortSignal;
  /** How long it may take to end by itself after it was asked to. */
  readonly graceMs?: number;
}

export interface CommandEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the command wrote to file descriptor 3. */
  readonly result: string;
}

const GRACE_MS = 5000;

/**
 * Runs a command in a process group of its own, until it and its output have ended.
 *
 * When `signal` is aborted the group is asked to end (SIGTERM), and killed after the grace time. When this process dies
 * the group is killed.
 *
 * @throws {CommandNotStartedError} when there is no such command, or it may not be run.
 */
export async function runCommand(options: CommandOptions): Promise<CommandEnd> {
  const { file, arguments: args, env, cwd, stdin, onLine, signal, graceMs = GRACE_MS } = options;
  signal.throwIfAborted();
  ensureGuard();
  const child = spawn(file, args, {
    cwd,
    env,
    detached: true,
    stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const ended = whenEnded(child, file);
  const { pid } = child;
  if (pid === undefined) return { ...(await ended), result: '' };
  const release = guardGroup(pid);
  const stop = endGroupOnAbort(pid, signal, graceMs);
  // A command may end without reading what it was given.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin);
  try {
    const [end, result] = await Promise.all([
      ended,
      text(child.stdio[3] as Readable),
      eachLine(child.stdout!, (line) => onLine('stdout', line)),
      eachLine(child.stderr!, (line) => onLine('stderr', line)),
    ]);
    return { ...end, result };
  } finally {
    stop();
    release();
  }
}

function whenEnded(child: ChildProcess, file: string): Promise<Omit<CommandEnd, 'result'>> {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<CommandEnd, 'result'>>();
  child.on('error', (error) => reject(new CommandNotStartedError(file, error)));
  child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  return promise;
}

async function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}

function endGroupOnAbort(pid: number, signal: AbortSignal, graceMs: number): () => void {
  let killTimer: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(pid, 'SIGTERM');
    killTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', end, { once: true });
  return () => {
    signal.removeEventListener('abort', end);
    clearTimeout(killTimer);
    if (signal.aborted) signalGroup(pid, 'SIGKILL');
  };
}

/** A group that has ended meanwhile is what we want. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
