import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing.
 *
 * Unlike `mkdir` with `recursive`, which reports a read-only file system as `ENOENT`, it fails with the reason.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissingAbove = code === 'ENOENT' && dirname(path) !== path;
    if (isMissingAbove) {
      await makeFolder(dirname(path), mode);
      return await makeFolder(path, mode);
    }
    // Folders that exist answer with EEXIST, or with EROFS or EACCES before the system has even looked.
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
