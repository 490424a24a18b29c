/** The official Python client of Airflow, unmodified, against the whole product. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Program } from './harness/program.ts';
import { createProject, type Project } from './harness/project.ts';

const scripts = fileURLToPath(new URL('./python-client', import.meta.url));
const requirements = join(scripts, 'requirements.txt');
/** Made once for each set of requirements. */
const environment = fileURLToPath(new URL('../node_modules/.cache/python-client', import.meta.url));
const python = join(environment, 'bin/python');
/** Modules of the others, rather than scripts. */
const MODULES = ['connection.py'];

const execute = promisify(execFile);

describe.skipIf(process.platform !== 'linux')('the Python client of Airflow', { timeout: 300_000 }, () => {
  let project: Project;
  let server: Program;
  let variables: Record<string, string>;
  let token: string;
  let lack: string | null;

  beforeAll(async () => {
    lack = await prepare();
    if (lack !== null) return;
    project = createProject({ dags: 'python-client', environment: { TRADEWIND__API__EXPOSE_CONFIG: 'true' } });
    server = project.start(['standalone']);
    const password = /password +(\S+)/.exec(await server.line(/^ +password +\S+/))![1]!;
    await server.ready();
    const url = readFileSync(join(project.home, 'api.url'), 'utf8').trim();
    token = await signIn(url, { username: 'admin', password });
    variables = { TRADEWIND_URL: url, TRADEWIND_USER: 'admin', TRADEWIND_PASSWORD: password };
  }, 300_000);

  afterAll(async () => {
    await server?.stop();
    await project?.dispose();
  });

  test('there is a Python to try it with', (context) => {
    if (lack === null) return;
    if (process.env['CI'] !== undefined) throw new Error(lack);
    process.stderr.write(`${lack}\n`);
    context.skip(lack);
  });

  const files = readdirSync(scripts).filter((file) => file.endsWith('.py') && !MODULES.includes(file));
  test.for(files)('%s runs to its end', async (file, { skip }) => {
    if (lack !== null) skip(lack);
    const { exitCode, output } = await runPython([join(scripts, file), variables['TRADEWIND_URL']!, token], variables);
    if (exitCode !== 0) throw new Error(`${output}\n\nThe server said last:\n${server.lines.slice(-15).join('\n')}`);
    expect(exitCode).toBe(0);
  });
});

async function signIn(url: string, account: { readonly username: string; readonly password: string }): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/auth/token`, { method: 'POST', headers, body: JSON.stringify(account) });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return token;
}

/** Makes the virtual environment when it is missing or of other requirements. Returns what is missing for that, or null. */
async function prepare(): Promise<string | null> {
  const wanted = readFileSync(requirements, 'utf8');
  const mark = join(environment, 'requirements.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return null;
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(join(environment, '..'), { recursive: true });
  try {
    await execute('python3', ['-m', 'venv', environment]);
    await execute(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  } catch (error) {
    return `The Python client of Airflow was not tried, since it cannot be installed: apt-get install python3-venv\n${(error as Error).message}`;
  }
  writeFileSync(mark, wanted);
  return null;
}

async function runPython(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const env = { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', ...variables };
  return new Promise((resolve) => {
    execFile(python, words, { env, timeout: 120_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, output: `${stdout}${stderr}` });
    });
  });
}
