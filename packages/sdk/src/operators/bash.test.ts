import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { attempt } from '../fixtures/memory-attempt.ts';
import { task } from '../index.ts';
import { bash } from './index.ts';
import { runCommand } from './run-command.ts';

test('the last line of stdout is the result, and every line goes to the log with its stream', async () => {
  const { result, log } = await attempt(() => bash('say', { command: 'echo one; echo two >&2; echo three' }));
  expect(result).toBe('three');
  expect(log.filter(({ stream }) => stream === 'stdout').map(({ message }) => message)).toEqual(['one', 'three']);
  expect(log.filter(({ stream }) => stream === 'stderr').map(({ message }) => message)).toEqual(['two']);
});

test('exit code 99 skips', async () => {
  const { thrown } = await attempt(() => bash('skip', { command: 'exit 99' }));
  expect(thrown).toEqual({ kind: 'skipped', reason: 'the command ended with exit code 99' });
});

test('which exit code skips is an option', async () => {
  const skipped = await attempt(() => bash('skip', { command: 'exit 3', skipOnExitCode: 3 }));
  const failed = await attempt(() => bash('fail', { command: 'exit 99', skipOnExitCode: null }));
  expect([skipped.thrown?.kind, failed.thrown?.kind]).toEqual(['skipped', 'failed']);
});

test('any other exit code fails with the end of stderr, and may be retried', async () => {
  const { thrown } = await attempt(() => bash('fail', { command: 'echo why >&2; exit 7' }));
  expect(thrown).toMatchObject({
    kind: 'failed',
    isRetryable: true,
    error: { code: 'PROCESS_FAILED', message: expect.stringMatching(/exit code 7[\s\S]*stderr:\nwhy$/) },
  });
});

test('values of other tasks and of templates reach the command through its environment', async () => {
  const file = task('file', () => '');
  const { result } = await attempt(
    () =>
      bash('show', {
        command: 'echo "$FILE $DAY $TRADEWIND_TASK_ID {{ ds_nodash }}"',
        env: { FILE: file(), DAY: ({ ds }) => ds },
      }),
    { outputs: { file: 'a {{ ds }} b' } },
  );
  expect(result).toBe('a {{ ds }} b 2026-03-01 show 20260301');
});

test('without cwd it runs in a fresh folder that is gone afterwards', async () => {
  const { result } = await attempt(() => bash('where', { command: 'touch here; pwd' }));
  expect(result).toMatch(/tradewind-task-/);
  expect(existsSync(String(result))).toBe(false);
});

test('aborting ends the command with everything that it has started', async () => {
  const controller = new AbortController();
  let pid = 0;
  const { thrown } = await attempt(() => bash('sleep', { command: 'sleep 1000 & echo $!; wait' }), {
    signal: controller.signal,
    onLog: ({ message }) => {
      pid = Number(message);
      controller.abort();
    },
  });
  expect(thrown).toMatchObject({ kind: 'failed', error: { code: 'PROCESS_FAILED' } });
  expect(isRunning(pid)).toBe(false);
});

test('a command that ignores the request to end is killed after the grace time', async () => {
  const controller = new AbortController();
  const command = runCommand({
    file: 'bash',
    arguments: ['-c', "trap '' TERM; echo ready; while true; do sleep 0.01; done"],
    env: {},
    cwd: '/',
    stdin: null,
    signal: controller.signal,
    onLine: () => controller.abort(),
    graceMs: 20,
  });
  expect(await command).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
});

test('a command does not outlive the process that started it, even if that is killed', async () => {
  const module = new URL('./run-command.ts', import.meta.url).href;
  const program = `
    const { runCommand } = await import(${JSON.stringify(module)});
    const signal = new AbortController().signal;
    const onLine = (_, line) => console.log(line);
    const script = ['--norc', '-c', 'echo $$; exec sleep 1000'];
    await runCommand({ file: 'bash', arguments: script, env: process.env, cwd: '/', stdin: null, onLine, signal });
  `;
  const parent = spawn(process.execPath, ['--conditions=@tradewind/source', '--input-type=module', '-e', program]);
  const [line] = await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  while (isRunning(Number(line))) await setTimeout(5);
});

/** A process that has ended but was not reaped by its parent counts as ended. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
