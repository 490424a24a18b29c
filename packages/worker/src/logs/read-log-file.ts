/** Reads a page of lines from a log file. Positions are bytes; a line that is not complete yet is left for later. */
import { type FileHandle, open } from 'node:fs/promises';
import type { LogLine } from './log-line.ts';
import type { LogPage } from './log-store.ts';

const LINE_FEED = 10;

/** A page of at most `maxBytes`, or one line if that is longer. A file that does not exist is empty. */
export async function readLogFile(path: string, from: number, maxBytes: number): Promise<LogPage> {
  const file = await openOrNull(path);
  if (file === null) return { lines: [], next: from, isEnd: true };
  try {
    const { size } = await file.stat();
    const bytes = await readLines(file, from, Math.min(maxBytes, size - from), size);
    const next = from + bytes.length;
    return { lines: parseLines(bytes), next, isEnd: next + 1 >= size || bytes.length === 0 };
  } finally {
    await file.close();
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** The bytes up to the last line feed; reads more while there is none. */
async function readLines(file: FileHandle, from: number, length: number, size: number): Promise<Buffer> {
  for (let wanted = length; wanted > 0; wanted *= 2) {
    const buffer = Buffer.allocUnsafe(Math.min(wanted, size - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    const read = buffer.subarray(0, bytesRead);
    const end = read.lastIndexOf(LINE_FEED);
    if (end !== -1) return read.subarray(0, end + 1);
    if (from + bytesRead >= size) break;
  }
  return Buffer.alloc(0);
}

function parseLines(bytes: Buffer): LogLine[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map(parseLine);
}

/** A line that a crash of the machine has damaged is shown as it is. */
function parseLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { at: new Date(0).toISOString(), level: 'info', stream: 'system', message: text };
  }
}
