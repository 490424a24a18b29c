/**
 * What the processes of the product have used, as `/proc` tells it: CPU to 10 ms, memory now.
 *
 * Terms: *server* is the process of scheduler and DAG processor; *workers* are the processes that it started for author
 * code; *postgres* is the server of the database with its backends.
 *
 * CPU of a process that has ended is counted by its parent, so nothing is lost between two readings.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface Shares {
  readonly server: number;
  readonly workers: number;
  /** Null when the database server is not a process of this machine. */
  readonly postgres: number | null;
}

export interface ProcessUsage {
  /** Seconds since the processes started. */
  readonly cpuSec: Shares;
  /** Resident megabytes; of PostgreSQL the proportional ones, since its processes share their buffers. */
  readonly memoryMb: Shares;
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly ownTicks: number;
  readonly endedTicks: number;
}

const TICKS_PER_SEC = 100;
const KIB_PER_MIB = 1024;

export function readProcessUsage(serverPid: number, postmasterPid: number | null): ProcessUsage {
  const all = readProcesses();
  const server = all.get(serverPid);
  if (server === undefined) throw new Error(`The server of the product, process ${serverPid}, is not there any more.`);
  const workers = descendantsOf(all, serverPid, postmasterPid);
  const database = postmasterPid === null ? null : treeOf(all, postmasterPid);
  return {
    cpuSec: {
      server: server.ownTicks / TICKS_PER_SEC,
      workers: (server.endedTicks + ticksOf(workers)) / TICKS_PER_SEC,
      postgres: database === null ? null : ticksOf(database) / TICKS_PER_SEC,
    },
    memoryMb: {
      server: readMemoryMb(serverPid, 'Rss'),
      workers: addUp(workers.map(({ pid }) => readMemoryMb(pid, 'Rss'))),
      postgres: database === null ? null : addUp(database.map(({ pid }) => readMemoryMb(pid, 'Pss'))),
    },
  };
}

/** What was used between two readings; memory is that of the second. */
export function usageBetween(before: ProcessUsage, after: ProcessUsage): ProcessUsage {
  const { server, workers, postgres } = before.cpuSec;
  return {
    cpuSec: {
      server: after.cpuSec.server - server,
      workers: after.cpuSec.workers - workers,
      postgres: after.cpuSec.postgres === null ? null : after.cpuSec.postgres - (postgres ?? 0),
    },
    memoryMb: after.memoryMb,
  };
}

export function totalOf({ server, workers, postgres }: Shares): number {
  return server + workers + (postgres ?? 0);
}

/** The parent of a process; null when the process is not one of this machine, or has another name. */
export function parentOf(pid: number, name: string): number | null {
  const stat = readStat(pid);
  return stat === null || stat.name !== name ? null : stat.parent;
}

function readProcesses(): ReadonlyMap<number, ProcessStat> {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const stats = pids.map((pid) => readStat(Number(pid))).filter((stat) => stat !== null);
  return new Map(stats.map((stat) => [stat.pid, stat]));
}

function readStat(pid: number): (ProcessStat & { readonly name: string }) | null {
  const text = readIfPresent(`/proc/${pid}/stat`);
  const end = text.lastIndexOf(')');
  if (end === -1) return null;
  const fields = text
    .slice(end + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, userTicks = 0, systemTicks = 0, endedUserTicks = 0, endedSystemTicks = 0] = [
    fields[1],
    ...fields.slice(11, 15),
  ];
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, end),
    parent,
    ownTicks: userTicks + systemTicks,
    endedTicks: endedUserTicks + endedSystemTicks,
  };
}

function treeOf(all: ReadonlyMap<number, ProcessStat>, root: number): ProcessStat[] {
  const own = all.get(root);
  return own === undefined ? [] : [own, ...descendantsOf(all, root, null)];
}

function descendantsOf(all: ReadonlyMap<number, ProcessStat>, root: number, except: number | null): ProcessStat[] {
  const children = [...all.values()].filter(({ pid, parent }) => parent === root && pid !== except);
  return children.flatMap((child) => [child, ...descendantsOf(all, child.pid, except)]);
}

function ticksOf(processes: readonly ProcessStat[]): number {
  return addUp(processes.map(({ ownTicks, endedTicks }) => ownTicks + endedTicks));
}

function readMemoryMb(pid: number, kind: 'Rss' | 'Pss'): number {
  const text = readIfPresent(`/proc/${pid}/smaps_rollup`);
  return Number(new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / KIB_PER_MIB;
}

/** Empty when the process has ended meanwhile, or is not ours to look at. */
function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function addUp(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
