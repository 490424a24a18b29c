import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What `postmaster.pid` tells: the server writes it when it starts, updates its last line as it goes on, and removes
 * it when it ended in order.
 */
export interface PostmasterFile {
  readonly pid: number;
  /** Seconds since the epoch, as the server measured them. */
  readonly startedAtSeconds: number;
  readonly status: 'starting' | 'ready' | 'standby' | 'stopping' | 'unknown';
}

export function postmasterFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'postmaster.pid');
}

/** `null` when there is no such file or no pid in it yet. */
export async function readPostmasterFile(dataDirectory: string): Promise<PostmasterFile | null> {
  const text = await readFile(postmasterFilePath(dataDirectory), 'latin1').catch(() => '');
  return parsePostmasterFile(text);
}

export function parsePostmasterFile(text: string): PostmasterFile | null {
  const lines = text.split('\n').map((line) => line.trim());
  // The stand-alone backend of `initdb` notes its pid as a negative number.
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  const status = lines[7];
  const isKnown = status === 'starting' || status === 'ready' || status === 'standby' || status === 'stopping';
  return { pid, startedAtSeconds: Number(lines[2]) || 0, status: isKnown ? status : 'unknown' };
}
