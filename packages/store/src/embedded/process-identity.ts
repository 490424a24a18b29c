/**
 * Which process a number means. A pid alone is not enough to know one again: numbers are reused, at once so in
 * containers, where every first process has the same small ones. So a process is its pid, the moment it started, and
 * the *machine* within which pids mean the same: one boot of one kernel, and one pid namespace of it.
 */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname, platform } from 'node:os';
import { promisify } from 'node:util';

export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal only for the same process. `null` where the system does not tell. */
  readonly startedAt: string | null;
  /** Opaque; pids may be compared only where it is equal. */
  readonly machine: string;
}

const run = promisify(execFile);
let ownIdentity: Promise<ProcessIdentity> | undefined;

export function identifyThisProcess(): Promise<ProcessIdentity> {
  ownIdentity ??= (async () => ({
    pid: process.pid,
    startedAt: await startOfProcess(process.pid),
    machine: await identifyMachine(),
  }))();
  return ownIdentity;
}

/** Is it still that process? `undefined`: it lives on another machine or in another container, where we cannot look. */
export async function isProcessAlive(identity: ProcessIdentity): Promise<boolean | undefined> {
  const own = await identifyThisProcess();
  if (own.machine !== identity.machine) return undefined;
  if (!(await isPidAlive(identity.pid))) return false;
  return identity.startedAt === null || (await startOfProcess(identity.pid)) === identity.startedAt;
}

/** Does a process with this pid run here? A zombie, which nobody reaped yet, does not count. */
export async function isPidAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = await readProcStat(pid);
  return stat === null || stat[0] !== 'Z';
}

/** When the process started, as an opaque text. `null` when it is gone, or on a system that does not tell. */
async function startOfProcess(pid: number): Promise<string | null> {
  if (platform() === 'linux') return (await readProcStat(pid))?.[19] ?? null;
  if (platform() === 'win32') return null;
  try {
    const { stdout } = await run('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/**
 * The fields of `/proc/<pid>/stat` from the third one (the state) on: the second, the name, may itself contain blanks
 * and parentheses. `null` when there is no such process or no `/proc`.
 */
async function readProcStat(pid: number): Promise<string[] | null> {
  if (platform() !== 'linux') return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

async function identifyMachine(): Promise<string> {
  if (platform() !== 'linux') return hostname();
  try {
    const [boot, namespace] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
      readlink('/proc/self/ns/pid'),
    ]);
    return `${boot.trim()}/${namespace}`;
  } catch {
    return hostname();
  }
}
