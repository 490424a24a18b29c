/** Looks at the end of a journal that is long, and grows. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

const LINE_FEED = 10;

/** In bytes; 0 while there is none. */
export function sizeOfJournal(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** The number of lines that ended after the first `from` bytes. */
export function countLinesFrom(path: string, from: number): number {
  const bytes = Buffer.alloc(sizeOfJournal(path) - from);
  if (bytes.length === 0) return 0;
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, from);
  } finally {
    closeSync(file);
  }
  return bytes.filter((byte) => byte === LINE_FEED).length;
}
