/** The official Python client of Airflow, unmodified, against the whole product. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparePython, runInPython, skipLoudly } from './harness/python-environment.ts';
import { type SignedInServer, startSignedIn } from './harness/signed-in-server.ts';

const scripts = fileURLToPath(new URL('./python-client', import.meta.url));
/** Modules of the others, rather than scripts. */
const MODULES = ['connection.py'];

describe.skipIf(process.platform !== 'linux')('the Python client of Airflow', { timeout: 300_000 }, () => {
  let bin: string;
  let lack: string | null;
  let api: SignedInServer;

  beforeAll(async () => {
    ({ bin, lack } = await preparePython('python-client', join(scripts, 'requirements.txt')));
    if (lack !== null) return;
    api = await startSignedIn({ dags: 'python-client', environment: { TRADEWIND__API__EXPOSE_CONFIG: 'true' } });
  }, 300_000);

  afterAll(() => api?.close());

  test('there is a Python to try it with', (context) => {
    if (lack !== null) skipLoudly(lack, context.skip);
  });

  const files = readdirSync(scripts).filter((file) => file.endsWith('.py') && !MODULES.includes(file));
  test.for(files)('%s runs to its end', async (file, { skip }) => {
    if (lack !== null) skip(lack);
    const { url, token, password, server } = api;
    const { exitCode, output } = await runInPython([join(bin, 'python'), join(scripts, file), url, token], {
      environment: { TRADEWIND_URL: url, TRADEWIND_USER: 'admin', TRADEWIND_PASSWORD: password },
      timeoutMs: 120_000,
    });
    if (exitCode !== 0) throw new Error(`${output}\n\nThe server said last:\n${server.lines.slice(-15).join('\n')}`);
    expect(exitCode).toBe(0);
  });
});
