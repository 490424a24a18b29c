import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file in `core.home` that says where the API server of this machine listens. */
export const API_URL_FILE = 'api.url';

/** Where the API server of this home listens; null when none does. */
export async function readApiUrl(home: string): Promise<string | null> {
  const text = await readFile(join(home, API_URL_FILE), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}
