import { platform } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { StopManner } from './events.ts';
import { isPidAlive } from './process-identity.ts';
import { runProgram } from './run-program.ts';
import { ourselves } from './server-user.ts';

export interface StopOptions {
  readonly pid: number;
  /** How long an orderly stop may take. */
  readonly timeoutMs: number;
  /** `pg_ctl`, with which Windows sends the signals of PostgreSQL. */
  readonly pgCtl: string | undefined;
  /** How long an immediate stop may take, which does nothing but end processes. @default 5_000 */
  readonly immediateWithinMs?: number;
}

/**
 * Ends the server: asks it to end its sessions and write everything to disk (a fast shutdown); after `timeoutMs` tells
 * it to end at once, and at last kills it. All are safe; after the latter two the next start has to recover.
 */
export async function stopServer(options: StopOptions): Promise<StopManner> {
  const { pid, immediateWithinMs = 5_000 } = options;
  await signalServer(options, 'INT');
  if (await hasEndedWithin(pid, options.timeoutMs)) return 'asked';
  await signalServer(options, 'QUIT');
  if (await hasEndedWithin(pid, immediateWithinMs)) return 'immediate';
  await signalServer(options, 'KILL');
  await hasEndedWithin(pid, immediateWithinMs);
  return 'killed';
}

async function signalServer({ pid, pgCtl }: StopOptions, signal: 'INT' | 'QUIT' | 'KILL'): Promise<void> {
  if (platform() === 'win32' && pgCtl !== undefined && signal !== 'KILL') {
    await runProgram({ program: pgCtl, args: ['kill', signal, String(pid)], user: ourselves(), cwd: '.' });
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function hasEndedWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const since = Date.now();
  for (let delayMs = 4; ; delayMs = Math.min(delayMs * 1.2, 50)) {
    if (!(await isPidAlive(pid))) return true;
    if (Date.now() - since > timeoutMs) return false;
    await pause(delayMs);
  }
}
