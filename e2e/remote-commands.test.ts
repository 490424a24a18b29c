/** The command line on one machine, the whole product on another: no database here, only an address and a token. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './harness/eventually.ts';
import type { Program } from './harness/program.ts';
import { type CommandResult, createProject, type Project } from './harness/project.ts';

const tradewind = fileURLToPath(new URL('../packages/tradewind/bin/tradewind.js', import.meta.url));

describe.skipIf(process.platform !== 'linux')('commands with --url', { timeout: 180_000 }, () => {
  let there: Project;
  let here: Project;
  let server: Program;
  let url: string;
  let password: string;

  beforeAll(async () => {
    there = createProject({ dags: 'remote-commands' });
    mkdirSync(gates());
    server = there.start(['standalone'], { environment: { E2E_GATES: gates() } });
    password = /password +(\S+)/.exec(await server.line(/^ +password +\S+/, { timeoutMs: 90_000 }))![1]!;
    url = await server.apiUrl();
    expect(readFileSync(join(there.home, 'api.url'), 'utf8')).toBe(`${url}\n`);
    here = createProject();
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await Promise.all([there?.dispose(), here?.dispose()]);
  });

  const gates = (): string => join(there.folder, 'gates');
  /** As somebody who has a home of his own, and the address in the environment. */
  const settings = (): Record<string, string> => ({
    XDG_CONFIG_HOME: join(here.folder, 'settings'),
    TRADEWIND__CLI__URL: url,
  });
  const credentials = (): string => join(here.folder, 'settings/tradewind/credentials.json');
  const run = (
    words: readonly string[],
    input = '',
    more: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> =>
    runToEnd(words, { folder: here.folder, environment: { ...here.environment, ...settings(), ...more }, input });
  const succeed = async (...words: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(words);
    expect({ words, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ words, exitCode: 0, stderr: '' });
    return stdout;
  };
  const list = async (...words: string[]): Promise<unknown> => JSON.parse(await succeed(...words, '-o', 'json'));
  const signIn = (given: string): Promise<CommandResult> =>
    run(['auth', 'login', '--username', 'admin', '--password-stdin'], `${given}\n`);

  test('are refused until one signs in, with the right password', async () => {
    const stranger = await run(['dags', 'list']);
    expect(stranger).toMatchObject({ exitCode: 5, stdout: '' });
    expect(stranger.stderr).toContain(`Sign in with "tradewind auth login --url ${url}"`);
    const wrong = await signIn('wrong');
    expect(wrong).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('does not know admin with this password'),
    });
    expect(existsSync(credentials())).toBe(false);

    const right = await signIn(password);
    expect(right).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`Signed in to ${url} as admin, until `),
    });
    expect((statSync(credentials()).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(credentials(), 'utf8')).not.toContain(password);
    expect(await list('auth', 'status')).toMatchObject({
      username: 'admin',
      roles: ['Admin'],
      token_from: credentials(),
    });
  });

  test('list and draw the DAGs, and pause them', async () => {
    expect(await list('dags', 'list', 'greet')).toMatchObject([
      { dag_id: 'greeting', is_paused: false, tags: ['remote'] },
    ]);
    expect(await succeed('dags', 'show', 'greeting')).toMatch(/greet.*count/s);
    expect(await list('tasks', 'list', 'greeting')).toMatchObject([{ task_id: 'greet' }, { task_id: 'count' }]);
    expect(await succeed('dags', 'pause', 'greeting')).toBe('greeting is paused.\n');
    expect(await succeed('dags', 'pause', 'greeting')).toBe('greeting is already paused.\n');
    expect(await list('dags', 'details', 'greeting')).toMatchObject({ is_paused: true, version_number: 1 });
    expect(await succeed('dags', 'unpause', 'greeting')).toBe('greeting is un-paused.\n');
    const typo = await run(['dags', 'show', 'greting']);
    expect(typo).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no DAG "greting".') });
  });

  test('start a run, follow its log as it is written, and wait for its end', async () => {
    const waiting = here.start(['dags', 'trigger', 'greeting', '--run-id', 'mine', '--wait'], {
      environment: settings(),
    });
    await waiting.line(/greet running/);
    const following = here.start(['logs', 'greeting', 'mine', 'greet', '--follow'], { environment: settings() });
    await following.line(/waiting at the gate/);
    expect(following.lines.join('\n')).not.toContain('through the gate');
    writeFileSync(join(gates(), 'greet-1'), '');
    await following.line(/through the gate/);
    expect(await following.exited).toMatchObject({ exitCode: 0 });
    await waiting.line(/^Run mine of greeting: success/);
    expect(await waiting.exited).toMatchObject({ exitCode: 0 });
    expect(await succeed('logs', 'greeting', 'mine', 'greet')).toMatch(/waiting at the gate.*through the gate/s);
    expect(await list('runs', 'list', 'greeting')).toMatchObject([
      { run_id: 'mine', state: 'success', triggered_by: 'cli' },
    ]);
  });

  test('explain a task, and clear it, so that it runs again', async () => {
    expect(await succeed('tasks', 'explain', 'greeting', 'mine', 'count')).toMatch(/^success/);
    writeFileSync(join(gates(), 'greet-2'), '');
    const planned = await list('tasks', 'clear', 'greeting', 'greet', '-r', 'mine', '-d', '-n');
    expect(planned).toMatchObject([
      { task_id: 'count', state: 'success' },
      { task_id: 'greet', state: 'success' },
    ]);
    await succeed('tasks', 'clear', 'greeting', 'greet', '-r', 'mine', '-d', '--yes');
    await eventually(
      async () => (await succeed('dags', 'state', 'greeting', 'mine')).trim() === 'success' || undefined,
      {
        what: 'the second end of the run',
      },
    );
    expect(await succeed('logs', 'greeting', 'mine', 'greet', '--try', '1')).toContain('tryNumber=1');
    expect(await list('tasks', 'states-for-dag-run', 'greeting', 'mine')).toMatchObject([
      { task_id: 'count', state: 'success', try_number: 2 },
      { task_id: 'greet', state: 'success', try_number: 2 },
    ]);
  });

  test('keep pools, variables and connections, whose secrets stay there', async () => {
    await succeed('pools', 'set', 'small', '2', 'few');
    expect(await list('pools', 'list')).toContainEqual(expect.objectContaining({ pool: 'small', slots: 2 }));
    await succeed('pools', 'delete', 'small');
    await succeed('variables', 'set', 'api_token', 'hunter2');
    expect(await list('variables', 'list')).toMatchObject([{ key: 'api_token' }]);
    const secret = await run(['variables', 'get', 'api_token']);
    expect(secret).toMatchObject({
      exitCode: 0,
      stdout: '***\n',
      stderr: expect.stringContaining('do not leave the server'),
    });
    expect((await there.run('variables', 'get', 'api_token')).stdout).toBe('hunter2\n');
    await succeed('variables', 'delete', 'api_token');
    expect(await run(['variables', 'get', 'api_token', '--default', 'none'])).toMatchObject({ stdout: 'none\n' });
    await succeed('connections', 'add', 'dwh', '--conn-uri', 'postgres://etl:hunter2@db.example/dwh');
    const shown = await run(['connections', 'get', 'dwh', '--show-secrets', '-o', 'json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ host: 'db.example', password: '***' });
    expect(shown.stderr).toContain('do not leave the server');
    await succeed('connections', 'delete', 'dwh');
    expect(await list('connections', 'list')).toEqual([]);
  });

  test('that need this machine, a server that is away and a wrong address say so', async () => {
    const local = await run(['db', 'check', '--url', url]);
    expect(local).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('takes no --url') });
    const away = await run(['dags', 'list', '--url', `http://127.0.0.1:${await closedPort()}`]);
    expect(away).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('nothing listens there') });
    const page = await run(['dags', 'list', '--url', `${url}/dags`]);
    expect(page).toMatchObject({ exitCode: expect.any(Number), stdout: '' });
    expect(page.stderr).toMatch(/is not the API of Tradewind|Not Found/);
  });

  test('ask to sign in again when the token has expired, or its session was ended', async () => {
    const ended = (JSON.parse(readFileSync(credentials(), 'utf8')) as StoredTokens).servers[url]!.token;
    const brief = await tokenFor(2_000, ended);
    expect(await succeed('auth', 'logout')).toBe(`Signed out of ${url}.\n`);
    const afterLogout = await run(['dags', 'list'], '', { TRADEWIND__CLI__TOKEN: ended });
    expect(afterLogout).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('refuses the token') });
    const expired = await eventually(
      async () => {
        const result = await run(['dags', 'list'], '', { TRADEWIND__CLI__TOKEN: brief });
        return result.exitCode === 0 ? undefined : result;
      },
      { what: 'the end of a token' },
    );
    expect(expired).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('Sign in again with "tradewind auth login'),
    });
    expect(existsSync(here.home)).toBe(false);
  });

  /** A personal access token that is good for this long. */
  async function tokenFor(lifetimeMs: number, session: string): Promise<string> {
    const answer = await fetch(`${url}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
      body: JSON.stringify({ name: 'brief', expires_at: new Date(Date.now() + lifetimeMs).toISOString() }),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { readonly token: string }).token;
  }
});

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface StoredTokens {
  readonly servers: Readonly<Record<string, { readonly token: string }>>;
}

function runToEnd(
  words: readonly string[],
  options: { readonly folder: string; readonly environment: Readonly<Record<string, string>>; readonly input: string },
): Promise<CommandResult> {
  const { folder: cwd, environment: env, input } = options;
  return new Promise((resolve) => {
    const all = ['--conditions=@tradewind/source', tradewind, ...words];
    const child = execFile(process.execPath, all, { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
    child.stdin!.end(input);
  });
}
