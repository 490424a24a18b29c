import { describe, expect, test } from 'vitest';
import { FakeAccess } from '../../fakes/fake-access.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';
import { NOW } from '../../fakes/sample-dag.ts';

const HOUR = 3_600_000;

describe('auth login', () => {
  test('asks for name and password, without showing the password, and keeps a token', async () => {
    const access = new FakeAccess();
    access.expiresAt = NOW + HOUR;
    const { code, out, err, terminal } = await runTradewind(['auth', 'login'], {
      access,
      terminal: { lines: ['kim', 'correct horse'] },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Signed in to https://tradewind.example as kim, until ${new Date(NOW + HOUR).toISOString()}`);
    expect(terminal.questions).toEqual(['Username: ']);
    expect(terminal.hiddenQuestions).toEqual(['Password: ']);
    expect(access.kept).toBe('twp_good');
  });

  test('takes the password from standard input', async () => {
    const access = new FakeAccess();
    const { code, terminal } = await runTradewind(['auth', 'login', '-u', 'kim', '--password-stdin'], {
      access,
      files: new Map([['-', 'correct horse\n']]),
    });
    expect(code).toBe(0);
    expect(terminal.hiddenQuestions).toEqual([]);
  });

  test('keeps a token that was made elsewhere, and refuses one that the server does', async () => {
    const access = new FakeAccess();
    const files = new Map([['-', 'twp_good\n']]);
    expect(await runTradewind(['auth', 'login', '--token', '-'], { access, files })).toMatchObject({ code: 0 });
    const refused = await runTradewind(['auth', 'login', '--token', 'twp_bad'], { access });
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('refuses the token: The token is not valid. Sign in again with');
    expect(access.kept).toBe('twp_good');
  });

  test('says that name or password are wrong, and keeps nothing', async () => {
    const access = new FakeAccess();
    const terminal = { lines: ['kim', 'wrong'] };
    const { code, err } = await runTradewind(['auth', 'login'], { access, terminal });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: https://tradewind.example does not know kim with this password.\n',
    });
    expect(access.kept).toBeNull();
  });

  test.each([
    [['auth', 'login'], '--username'],
    [['auth', 'login', '-u', 'kim'], '--password-stdin'],
    [['auth', 'login', '-u', 'kim', '--token', 'x'], 'Give either --token, or --username'],
  ])('%j without anybody to ask names what to give', async (words, hint) => {
    const { code, err } = await runTradewind(words, { access: new FakeAccess() });
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });

  test('warns of an address where others can read the password', async () => {
    const login = ['auth', 'login', '--token', 'twp_good'];
    const open = await runTradewind(login, { access: new FakeAccess('http://tradewind.example') });
    expect(open.err).toContain('http://tradewind.example is not encrypted');
    const own = await runTradewind(login, { access: new FakeAccess('http://localhost:8080') });
    expect(own.err).toBe('');
  });

  test('says that a token of the environment goes before the one that it keeps', async () => {
    const access = new FakeAccess();
    access.given = { token: 'twp_good', source: 'environment' };
    const { err } = await runTradewind(['auth', 'login', '--token', 'twp_good'], { access });
    expect(err).toContain('The token of TRADEWIND__CLI__TOKEN goes before');
  });

  test('needs the name of a server', async () => {
    expect(await runTradewind(['auth', 'login'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Name the API'),
    });
  });
});

describe('auth status', () => {
  test('says who one is, until when, and from where the token comes', async () => {
    const access = new FakeAccess();
    access.kept = 'twp_good';
    access.expiresAt = NOW + HOUR;
    const { code, out } = await runTradewind(['auth', 'status', '-o', 'json'], { access });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      url: 'https://tradewind.example',
      username: 'kim',
      roles: ['Op'],
      expires_at: new Date(NOW + HOUR).toISOString(),
      login_required: true,
      token_from: access.file,
    });
  });

  test('ends with 5 when one has not signed in', async () => {
    const { code, err } = await runTradewind(['auth', 'status'], { access: new FakeAccess() });
    expect(code).toBe(5);
    expect(err).toContain('Sign in with "tradewind auth login --url https://tradewind.example"');
  });
});

test('auth logout forgets the token, and says when there was none', async () => {
  const access = new FakeAccess();
  access.kept = 'twp_good';
  expect((await runTradewind(['auth', 'logout'], { access })).out).toBe('Signed out of https://tradewind.example.\n');
  expect(access.kept).toBeNull();
  expect((await runTradewind(['auth', 'logout'], { access })).out).toContain('There was no token');
});
