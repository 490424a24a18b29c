/** Which processes belong to a project, by what the kernel says of them in `/proc`. Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The variable by which the descendants of a program are known, whatever became of their parents. */
export const MARK = 'TRADEWIND_E2E_PROJECT';

/**
 * - `server`: a program that the test started, such as `tradewind standalone`
 * - `worker`: runs tasks; `loader`: loads DAG files
 * - `postmaster`: the first process of PostgreSQL; `backend`: any other of it
 * - `other`: what tasks started, and shells that watch over processes
 */
export type Role = 'server' | 'worker' | 'loader' | 'postmaster' | 'backend' | 'other';

export interface SeenProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly role: Role;
  readonly command: string;
}

/** Processes that carry the mark of `folder`, or work in it or in one of `alsoIn`. */
export function listProcesses(folder: string, alsoIn: readonly string[] = []): readonly SeenProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => lookAt(pid, [folder, ...alsoIn]) ?? []);
}

/** Those of `processes` that descend from one with the pid `ancestor`, without itself. */
export function descendantsOf(ancestor: number, processes: readonly SeenProcess[]): readonly SeenProcess[] {
  const children = processes.filter(({ parentPid }) => parentPid === ancestor);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, processes)]);
}

function lookAt(pid: string, folders: readonly string[]): SeenProcess | null {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    // A zombie has no command: it ended, and its parent has not looked yet.
    if (command === '' || !belongsTo(pid, folders)) return null;
    return { pid: Number(pid), parentPid: parentOf(pid), role: roleOf(command), command };
  } catch {
    // It ended while we looked.
    return null;
  }
}

function belongsTo(pid: string, folders: readonly string[]): boolean {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  if (environment.includes(`${MARK}=${folders[0]}`)) return true;
  const cwd = readlinkSync(`/proc/${pid}/cwd`);
  return folders.some((folder) => cwd === folder || cwd.startsWith(`${folder}/`) || cwd.startsWith(`${folder} (`));
}

/** The fields of `stat` follow the name, which stands in brackets and may hold anything. */
function parentOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function roleOf(command: string): Role {
  if (/^postgres:/.test(command)) return 'backend';
  if (/^\S*bin\/postgres /.test(command)) return 'postmaster';
  if (/\bworker\/(src|dist)\/child\/main\./.test(command)) return 'worker';
  if (/\bload\/child\/main\./.test(command)) return 'loader';
  return /\bbin\/tradewind\.js\b/.test(command) ? 'server' : 'other';
}
