import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const MAIN = new URL('./main.ts', import.meta.url);
const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url));

/** Runs the program, and tells which modules it loaded. */
async function runProgram(
  ...words: readonly string[]
): Promise<{ readonly out: string; readonly modules: readonly string[] }> {
  const script = `
    const { registerHooks } = await import('node:module');
    const urls = [];
    registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
    const { main } = await import(${JSON.stringify(MAIN.href)});
    await main(${JSON.stringify(words)});
    process.exitCode = 0;
    process.stderr.write(urls.join('\\n'));`;
  const { stdout, stderr } = await run(process.execPath, [...process.execArgv, '--input-type=module', '-e', script]);
  return { out: stdout, modules: stderr.split('\n') };
}

test('help loads no command, no server, no database driver, and not even the model', async () => {
  const { out, modules } = await runProgram('--help');
  expect(out).toContain('tradewind <command> [options]');
  expect(modules.length).toBeGreaterThan(5);
  expect(
    modules.filter((url) =>
      /packages\/(model|server|store|scheduler|worker|sdk)\/|\/pg\/|cli\/src\/commands\//.test(url),
    ),
  ).toEqual([]);
});

test('a command that needs no database does not load what speaks to it', async () => {
  const { out, modules } = await runProgram('config', 'get-value', 'core.parallelism');
  expect(out).toMatch(/^\d+\n$/);
  expect(modules.filter((url) => /packages\/(store|scheduler|worker)\/|\/pg\//.test(url))).toEqual([]);
});

test('a command that speaks with a server loads neither the server nor what speaks to a database', async () => {
  const { modules } = await runProgram('pools', 'list', '--url', 'http://tradewind.invalid');
  expect(modules.some((url) => url.includes('cannot be looked up') || url.includes('is unknown'))).toBe(true);
  expect(
    modules.filter((url) => /server\/src\/platform|packages\/(store|api-server|scheduler|worker)\/|\/pg\//.test(url)),
  ).toEqual([]);
});

test('the first test of a new project passes', async () => {
  const options = { cwd: TEMPLATE, env: {} };
  const { stdout } = await run(process.execPath, [...process.execArgv, '--test', 'dags/hello.test.ts'], options);
  expect(stdout).toMatch(/pass 1\b/);
});

test('a reader that has seen enough ends the command in an orderly way', async () => {
  const script = `
    const { main } = await import(${JSON.stringify(MAIN.href)});
    await main(['config', 'list', '-o', 'json']);
    process.stderr.write('closed ' + process.exitCode);`;
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', script]);
  child.stdout.destroy();
  expect(await text(child.stderr)).toMatch(/^closed (0|130)$/);
});
