import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { CommandFailedError } from './errors.ts';
import type { Files } from './ports/files.ts';

/** The files of this machine, with `-` for the standard streams. */
export const diskFiles: Files = {
  async read(path) {
    if (path === '-') return text(process.stdin);
    return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new CommandFailedError(`Cannot read ${path}: ${reasonOf(cause)}.`, { cause });
    });
  },
  async write(path, content) {
    if (path === '-') {
      process.stdout.write(content);
      return;
    }
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    } catch (cause) {
      throw new CommandFailedError(`Cannot write ${path}: ${reasonOf(cause as NodeJS.ErrnoException)}.`, { cause });
    }
  },
  async list(path) {
    try {
      return await readdir(path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new CommandFailedError(`Cannot look into ${path}: ${reasonOf(cause as NodeJS.ErrnoException)}.`, { cause });
    }
  },
  resolve: (path) => resolve(path),
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}
