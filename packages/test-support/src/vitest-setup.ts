/**
 * Vitest's global set-up: one PostgreSQL server for the whole run of the tests.
 *
 * `TRADEWIND_TEST_DATABASE_URL` names a server to use instead, whose user may create databases. It imports nothing of
 * ours, since Vitest loads it without the condition that leads to the sources.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER_VARIABLE = 'TRADEWIND_TEST_DATABASE_URL';

export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[SERVER_VARIABLE] !== undefined) return undefined;
  const program = fileURLToPath(new URL('./serve-postgres.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@tradewind/source', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  process.env[SERVER_VARIABLE] = line;
  return async () => {
    const exited = once(child, 'exit');
    child.stdin.end();
    await exited;
  };
}
