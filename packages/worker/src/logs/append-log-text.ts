import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AttemptRef } from './log-line.ts';
import { logPath } from './log-path.ts';

/**
 * Adds text to the log of an attempt at `offset` bytes, as somebody far away says who may say it twice: what is there
 * already is not added again. Returns how long the log is; when that is not `offset` and the length of the text, nothing
 * was added, since the log is shorter or has something else there.
 */
export async function appendLogText(
  folder: string,
  attempt: AttemptRef,
  { offset, text }: { readonly offset: number; readonly text: string },
): Promise<number> {
  const file = await openToAppend(logPath(folder, attempt));
  try {
    const { size } = await file.stat();
    const bytes = Buffer.from(text);
    if (size < offset) return size;
    // A write that was cut off is gone on with.
    const there = await readAt(file, offset, Math.min(bytes.length, size - offset));
    const isSame = there.equals(bytes.subarray(0, there.length));
    if (!isSame) return size;
    if (size >= offset + bytes.length) return offset + bytes.length;
    await file.appendFile(bytes.subarray(there.length));
    return offset + bytes.length;
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  if (length === 0) return buffer;
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function openToAppend(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'a+');
  }
}
