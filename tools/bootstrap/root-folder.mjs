import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository: an absolute path without a trailing separator. */
export const rootFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder with the commands of the installed packages, among them the pinned `node`. */
export const binFolder = join(rootFolder, 'node_modules', '.bin');
