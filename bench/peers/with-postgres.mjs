/**
 * Starts the PostgreSQL that Tradewind embeds, runs a command with its address, and stops it.
 *
 *     node bench/peers/with-postgres.mjs [--tcp] <command> [arguments]
 *
 * Peers run on the same server with the same settings that way. The command finds `DATABASE_URL`. Needs a build of the
 * packages (`npm run build`), or Node with `--conditions=@tradewind/source`.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tradewind/store';

const words = process.argv.slice(2);
const isTcp = words[0] === '--tcp';
const [command, ...rest] = isTcp ? words.slice(1) : words;
if (command === undefined) {
  console.error('Say which command to run: node bench/peers/with-postgres.mjs [--tcp] <command> [arguments]');
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'tradewind-peers-'));
// As root the server runs as another user, who must be able to enter.
chmodSync(home, 0o755);
const server = await startEmbeddedPostgres({ home, transport: isTcp ? 'tcp' : 'auto' });
try {
  const child = spawn(command, rest, { stdio: 'inherit', env: { ...process.env, DATABASE_URL: server.url } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
} finally {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
