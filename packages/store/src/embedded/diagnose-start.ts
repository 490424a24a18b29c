/** Why a server ended while it started, read from what it logged. */
import { statfs } from 'node:fs/promises';
import type { TradewindError } from '@tradewind/model';
import { saysDiskFull } from './disk-full.ts';
import type { Endpoint } from './endpoint.ts';
import {
  DataDirectoryCorruptError,
  DiskFullError,
  PostgresPortInUseError,
  PostgresStartFailedError,
  PostgresVersionMismatchError,
} from './errors.ts';

export interface FailedStart {
  readonly dataDirectory: string;
  readonly endpoint: Endpoint;
  readonly logFile: string;
  /** What was logged since the start. */
  readonly lines: readonly string[];
  /** How it ended, in words. */
  readonly what: string;
}

const leftovers = /pre-existing shared memory block|lock file ".*" already exists/;
const inUse = /Address already in use|could not create any TCP\/IP sockets|could not create any Unix-domain sockets/;
const otherVersion = /initialized by PostgreSQL version ([\d.]+), which is not compatible with this version ([\d.]+)/;
const damaged =
  /PANIC: |not a valid data directory|valid checkpoint record|control file|pg_control|is missing|invalid page|database files are incompatible|could not open directory|could not open file "(base|global|pg_)/;

/** Do processes of a killed server still hold what the new one needs? They end by themselves: try again soon. */
export function isHeldByLeftovers(lines: readonly string[]): boolean {
  return lines.some((line) => leftovers.test(line));
}

export async function diagnoseStart(failed: FailedStart): Promise<TradewindError> {
  const { dataDirectory, endpoint, lines } = failed;
  const text = lines.join('\n');
  // A full disk takes the log's own words away, too.
  if (saysDiskFull(text) || (await isDiskFull(dataDirectory))) return new DiskFullError(dataDirectory);
  const version = otherVersion.exec(text);
  if (version !== null) {
    return new PostgresVersionMismatchError({ dataDirectory, found: version[1]!, expected: version[2]! });
  }
  if (inUse.test(text)) {
    return new PostgresPortInUseError(
      endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : endpoint.directory,
    );
  }
  const fatal = lines.find((line) => /(PANIC|FATAL): /.test(line) && damaged.test(line));
  if (fatal !== undefined) {
    return new DataDirectoryCorruptError(dataDirectory, `${fatal.replace(/^.*?(PANIC|FATAL): +/, '')}.`);
  }
  return new PostgresStartFailedError({ what: failed.what, logFile: failed.logFile, lastLines: lines.slice(-10) });
}

async function isDiskFull(path: string): Promise<boolean> {
  const space = await statfs(path).catch(() => null);
  return space !== null && space.bavail * space.bsize < 64 * 1024;
}
