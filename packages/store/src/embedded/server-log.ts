/**
 * The log of the server. The server writes to the open file itself, so that its words survive us, and nobody has to
 * be there to read them. Bounded: rotated at a start, and emptied when it grows too large while the server runs.
 */
import { type FileHandle, open, rename, stat, truncate } from 'node:fs/promises';

const rotateAboveBytes = 4 * 1024 * 1024;
const emptyAboveBytes = 32 * 1024 * 1024;

/** Opens the log for a start; the caller closes it. The former log is kept as `.1` once it is large. */
export async function openLog(logFile: string): Promise<{ handle: FileHandle; startsAt: number }> {
  const size = await sizeOf(logFile);
  if (size > rotateAboveBytes) await rename(logFile, `${logFile}.1`);
  const handle = await open(logFile, 'a', 0o600);
  return { handle, startsAt: (await handle.stat()).size };
}

/** What was written since the byte `startsAt`, at most the last 64 KB of it, in lines. */
export async function readLogSince(logFile: string, startsAt: number): Promise<string[]> {
  const handle = await open(logFile, 'r').catch(() => null);
  if (handle === null) return [];
  try {
    const { size } = await handle.stat();
    const from = Math.max(startsAt, size - 64 * 1024);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    await handle.read(buffer, 0, buffer.length, from);
    return buffer
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
  } finally {
    await handle.close();
  }
}

/** Empties a log that grew too large. The server appends, so it goes on at the new end. */
export async function boundLog(logFile: string): Promise<void> {
  if ((await sizeOf(logFile)) > emptyAboveBytes) await truncate(logFile, 0);
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
