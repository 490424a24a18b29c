import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretKeyInvalidError } from './errors.ts';
import { SECRET_KEY_BYTES } from './secret-box.ts';

/**
 * The key of the installation in `home`: from `<home>/secret.key`, which is made, for its owner alone, when it is
 * missing. Several processes may start at once; all of them get the same key.
 *
 * @throws {SecretKeyInvalidError} when the file does not hold a key.
 */
export async function loadSecretKey(home: string): Promise<Uint8Array> {
  const file = join(home, 'secret.key');
  const text = (await readIfThere(file)) ?? (await makeKeyFile(home, file));
  return parseSecretKey(text.trim(), file);
}

/**
 * A key written as base64.
 *
 * @throws {SecretKeyInvalidError} unless it has 32 bytes. `source` says where the text comes from.
 */
export function parseSecretKey(text: string, source: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length !== SECRET_KEY_BYTES) throw new SecretKeyInvalidError(source, key.length);
  return key;
}

/** A link appears whole or not at all, so nobody ever reads half a key, and the first of several processes wins. */
async function makeKeyFile(home: string, file: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(SECRET_KEY_BYTES).toString('base64')}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
