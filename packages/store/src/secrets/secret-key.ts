import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretKeyInvalidError } from './errors.ts';
import { SECRET_KEY_BYTES } from './secret-box.ts';

/** At least one: the first one seals, all of them open. */
export type SecretKeys = readonly [Uint8Array, ...Uint8Array[]];

/**
 * The keys of the installation in `home`: from `<home>/secret.key`, which is made with one key, for its owner alone, when
 * it is missing. Several processes may start at once; all of them get the same key.
 *
 * @throws {SecretKeyInvalidError} when the file holds something else.
 */
export async function loadSecretKeys(home: string): Promise<SecretKeys> {
  const file = join(home, 'secret.key');
  const text = (await readIfThere(file)) ?? (await makeKeyFile(home, file));
  return parseSecretKeys(text, file);
}

/**
 * Keys written as base64, separated by commas or line ends.
 *
 * @throws {SecretKeyInvalidError} unless each has 32 bytes. `source` says where the text comes from.
 */
export function parseSecretKeys(text: string, source: string): SecretKeys {
  const [first = '', ...older] = text.trim().split(/\s*[,\n]\s*/);
  return [parseSecretKey(first, source), ...older.map((one) => parseSecretKey(one, source))];
}

function parseSecretKey(text: string, source: string): Uint8Array {
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
