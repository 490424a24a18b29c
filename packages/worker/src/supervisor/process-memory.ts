/** How much RAM a process and its descendants hold. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KIB_PER_MB = 1024;

/** Megabytes held by the process group `pid` leads; 0 when it is gone or nobody can tell. */
export async function readMemoryMb(pid: number): Promise<number> {
  const kib = process.platform === 'linux' ? await readTreeKib(pid) : await readGroupKib(pid);
  return kib / KIB_PER_MB;
}

async function readTreeKib(pid: number): Promise<number> {
  const [own, children] = await Promise.all([readOwnKib(pid), readChildren(pid)]);
  const below = await Promise.all(children.map(readTreeKib));
  return below.reduce((sum, kib) => sum + kib, own);
}

async function readOwnKib(pid: number): Promise<number> {
  const status = await readOrEmpty(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

async function readChildren(pid: number): Promise<number[]> {
  const list = await readOrEmpty(`/proc/${pid}/task/${pid}/children`);
  return list.split(' ').filter(Boolean).map(Number);
}

/** A process may end at any moment, and its files with it. */
async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

async function readGroupKib(pid: number): Promise<number> {
  try {
    const { stdout } = await run('ps', ['-A', '-o', 'pgid=,rss=']);
    const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
    return rows.reduce((sum, [group, kib]) => (group === pid ? sum + (kib ?? 0) : sum), 0);
  } catch {
    return 0;
  }
}
