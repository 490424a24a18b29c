import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder to start Tradewind in. The caller removes it. */
export async function makeFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tradewind-${name}-`));
  // As root PostgreSQL runs as another user, who has to get here.
  await chmod(folder, 0o755);
  return folder;
}
