import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** The owner of everything in the embedded database. */
export const databaseUser = 'tradewind';
export const databaseName = 'tradewind';

/** The password of this home; `null` when there is none. */
export async function readPassword(passwordFile: string): Promise<string | null> {
  const text = await readFile(passwordFile, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || null;
}

/** Makes a password of 192 random bits, in a file that only we can read. It needs no escaping in SQL or in a URL. */
export async function makePassword(passwordFile: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const draft = `${passwordFile}.new`;
  await writeFile(draft, `${password}\n`, { mode: 0o600 });
  await rename(draft, passwordFile);
  return password;
}
