/**
 * A program: starts a PostgreSQL server for tests, prints how to connect as one line of JSON, and stops it when its
 * standard input ends, so that it never outlives the tests.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tradewind/store';

const home = mkdtempSync(join(tmpdir(), 'tradewind-tests-'));
// As root the server runs as another user, who must be able to enter.
chmodSync(home, 0o755);
const server = await startEmbeddedPostgres({ home, fsync: false, settings: { max_connections: 300 } });
process.on('SIGINT', () => undefined);
process.stdout.write(`${JSON.stringify(server.connection)}\n`);
process.stdin.resume();
const stop = (): void => {
  void server.stop().then(() => {
    rmSync(home, { recursive: true, force: true });
    process.exit(0);
  });
};
process.stdin.once('close', stop);
process.on('SIGTERM', stop);
