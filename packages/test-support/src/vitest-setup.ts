/**
 * Vitest's global set-up: one PostgreSQL server for the whole run of the tests, and a migrated template database.
 *
 * `TRADEWIND_TEST_DATABASE_URL` names a server to use instead, whose user may create databases.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tradewind/store';
import { SERVER_VARIABLE } from './create-test-database.ts';

export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[SERVER_VARIABLE] !== undefined) return undefined;
  const home = mkdtempSync(join(tmpdir(), 'tradewind-tests-'));
  const server = await startEmbeddedPostgres({ home, fsync: false });
  process.env[SERVER_VARIABLE] = JSON.stringify(server.connection);
  return async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
