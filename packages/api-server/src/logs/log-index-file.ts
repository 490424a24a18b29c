/**
 * The index of a log, in a file beside it: a line of JSON, then the levels.
 *
 * It is only a shortcut: when it cannot be read, or does not fit the log, the log is indexed anew; when it cannot be
 * written, the index lives in memory alone.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { indexLines } from './index-lines.ts';
import { emptyIndex, type LogIndex } from './log-index.ts';

const VERSION = 1;
const LINE_FEED = 10;
const HEAD_BYTES = 1024;
const BLOCK_BYTES = 1024 * 1024;

/** Where the index of the log at `path` lies. */
export function indexPath(path: string): string {
  return `${path}.index`;
}

/** The index as it was stored; null when there is none that can be read. */
export async function readIndex(path: string): Promise<LogIndex | null> {
  try {
    const bytes = await readFile(indexPath(path));
    const end = bytes.indexOf(LINE_FEED);
    const { version, levelBytes, ...index } = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<LogIndex, 'levels'> & {
      readonly version: number;
      readonly levelBytes: number;
    };
    const levels = Uint8Array.from(bytes.subarray(end + 1));
    return version === VERSION && levels.length === levelBytes ? { ...index, levels } : null;
  } catch {
    return null;
  }
}

/** Stores the index; false when it cannot be written. */
export async function writeIndex(path: string, { levels, ...index }: LogIndex): Promise<boolean> {
  const used = levels.subarray(0, Math.max(1, Math.ceil(index.lines / 4)));
  const head = JSON.stringify({ version: VERSION, levelBytes: used.length, ...index });
  const temporary = `${indexPath(path)}.${crypto.randomUUID()}`;
  try {
    await writeFile(temporary, Buffer.concat([Buffer.from(`${head}\n`), used]));
    await rename(temporary, indexPath(path));
    return true;
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
    return false;
  }
}

/**
 * The index of the whole log: `known` with what came since, or a new one when `known` is not of this file.
 *
 * A last line without its line feed is left for later. A log that does not exist has an empty index.
 */
export async function bringUpToDate(path: string, known: LogIndex | null): Promise<LogIndex> {
  const file = await openOrNull(path);
  if (file === null) return emptyIndex();
  try {
    const { size } = await file.stat();
    const fits = known !== null && (await isOfFile(known, file, size));
    const index = fits ? known : emptyIndex();
    await indexRest(index, file, size);
    if (index.head === '' || index.bytes < HEAD_BYTES) index.head = await headHash(file, index.bytes);
    return index;
  } finally {
    await file.close();
  }
}

export async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function isOfFile({ bytes, head }: LogIndex, file: FileHandle, size: number): Promise<boolean> {
  if (size < bytes) return false;
  if (bytes === 0) return true;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, bytes - 1);
  return last[0] === LINE_FEED && (await headHash(file, bytes)) === head;
}

/** Of the first lines, as far as they are indexed. */
async function headHash(file: FileHandle, bytes: number): Promise<string> {
  const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES));
  await file.read(head, 0, head.length, 0);
  return createHash('sha1').update(head).digest('base64url');
}

async function indexRest(index: LogIndex, file: FileHandle, size: number): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(0, size - index.bytes)));
  while (index.bytes < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - index.bytes), index.bytes);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
    if (end > 0) indexLines(index, buffer.subarray(0, end));
    else if (bytesRead === 0 || index.bytes + bytesRead >= size) return;
    // A line that is longer than the buffer.
    else buffer = Buffer.allocUnsafe(Math.min(buffer.length * 2, size - index.bytes));
  }
}
