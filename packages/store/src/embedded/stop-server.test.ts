import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { expect, test } from 'vitest';
import { stopServer } from './stop-server.ts';

/** A process that ignores these signals, once it runs. */
async function stubborn(...ignored: readonly string[]): Promise<number> {
  const ignore = ignored.map((signal) => `process.on('${signal}', () => {});`).join('');
  const child = spawn(process.execPath, ['-e', `${ignore} setInterval(() => {}, 1000); console.log('ready')`]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid!;
}

const quickly = { timeoutMs: 50, immediateWithinMs: 50, pgCtl: undefined };

test.skipIf(platform() === 'win32').each([
  ['a server that is asked ends', [], 'asked'],
  ['one that does not is told to end at once', ['SIGINT'], 'immediate'],
  ['one that does not listen at all is killed', ['SIGINT', 'SIGQUIT'], 'killed'],
])('%s', async (_title, ignored, manner) => {
  const pid = await stubborn(...ignored);
  const timeoutMs = manner === 'asked' ? 5_000 : quickly.timeoutMs;
  const immediateWithinMs = manner === 'immediate' ? 5_000 : quickly.immediateWithinMs;
  expect(await stopServer({ ...quickly, pid, timeoutMs, immediateWithinMs })).toBe(manner);
});

test('a server that is gone already needs nothing', async () => {
  const pid = await stubborn();
  await stopServer({ ...quickly, pid, timeoutMs: 5_000 });
  expect(await stopServer({ ...quickly, pid })).toBe('asked');
});
