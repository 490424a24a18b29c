/** Reads a page of lines from a log file. Positions are bytes; a line that is not complete yet is left for later. */
import { type FileHandle, open } from 'node:fs/promises';
import type { LogLine } from './log-line.ts';
import type { LogPage } from './log-store.ts';

const LINE_FEED = 10;

interface ReadBytes {
  readonly bytes: Buffer;
  readonly isEnd: boolean;
}

/** A page of at most `maxBytes`, or one line if that is longer. A file that does not exist is empty. */
export async function readLogFile(path: string, from: number, maxBytes: number): Promise<LogPage> {
  const file = await openOrNull(path);
  if (file === null) return { lines: [], next: from, isEnd: true };
  try {
    const { size } = await file.stat();
    const { bytes, isEnd } = await readLines(file, from, maxBytes, size);
    return { lines: parseLines(bytes), next: from + bytes.length, isEnd };
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

/** The bytes up to the last line feed, and whether they are all there is; reads more while there is none. */
async function readLines(file: FileHandle, from: number, maxBytes: number, size: number): Promise<ReadBytes> {
  for (let wanted = maxBytes; from < size; wanted *= 2) {
    const buffer = Buffer.allocUnsafe(Math.min(wanted, size - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    const isEnd = from + bytesRead >= size;
    if (end !== -1 || isEnd) return { bytes: buffer.subarray(0, end + 1), isEnd };
  }
  return { bytes: Buffer.alloc(0), isEnd: true };
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
