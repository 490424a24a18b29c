import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { createFirstAdmin } from '../identity/operations/create-first-admin.ts';

let api: TestApi;
let app: FastifyInstance;
let adminPassword: string;
const ADA = { username: 'ada', password: 'analytical engine' };
const FROM_UI = { 'x-requested-with': 'tradewind' };

beforeAll(async () => {
  api = await createTestApi();
  app = api.app;
  const first = await createFirstAdmin({ database: api.database, hasher: api.identity.hasher, now: Date.now });
  adminPassword = first!.password;
  const roles = [{ name: 'User' }];
  expect(await send('POST', '/api/v2/users', { bearer: await adminToken(), payload: { ...ADA, roles } })).toMatchObject(
    {
      statusCode: 201,
    },
  );
});

afterAll(() => api.close());

interface Sent {
  readonly bearer?: string;
  readonly cookie?: string;
  readonly payload?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

async function send(method: InjectOptions['method'], url: string, sent: Sent = {}): Promise<LightMyRequestResponse> {
  const { bearer, cookie, payload, headers = {}, remoteAddress = '127.0.0.1' } = sent;
  return app.inject({
    method: method!,
    url,
    remoteAddress,
    headers: { ...headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    cookies: cookie === undefined ? {} : { _token: cookie },
    ...(payload === undefined ? {} : { payload }),
  });
}

async function tokenOf(credentials: { username: string; password: string }): Promise<string> {
  const answer = await send('POST', '/auth/token', { payload: credentials });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ access_token: string }>().access_token;
}

const adminToken = (): Promise<string> => tokenOf({ username: 'admin', password: adminPassword });

async function cookieOf(credentials: { username: string; password: string }): Promise<string> {
  const answer = await send('POST', '/auth/sign-in', { payload: credentials });
  return answer.cookies.find(({ name }) => name === '_token')!.value;
}

async function eventsOf(owner: string): Promise<readonly string[]> {
  const rows = await api.database.query<{ event: string }>(
    { name: '', text: 'select event from audit_event where owner = $1 order by id' },
    [owner],
  );
  return rows.map(({ event }) => event);
}

describe('the first user', () => {
  test('is an admin with a password that nobody could guess, and is made once', async () => {
    expect(adminPassword).toMatch(/^\w{4}(-\w{4}){4}$/);
    const again = await createFirstAdmin({ database: api.database, hasher: api.identity.hasher, now: Date.now });
    expect(again).toBeNull();
    const me = (await send('GET', '/auth/me', { bearer: await adminToken() })).json();
    expect(me).toMatchObject({ username: 'admin', kind: 'person', roles: ['Admin'], login_required: true });
  });

  test('its password is nowhere in the database', async () => {
    const [row] = await api.database.query<{ text: string }>({
      name: '',
      text: `select string_agg(t::text, ' ') as text from (
               select u::text as t from user_account u union all select e::text from audit_event e) as everything`,
    });
    expect(row!.text).not.toContain(adminPassword);
  });
});

describe('signing in', () => {
  test('a token opens what its user may do, and nothing else', async () => {
    const bearer = await tokenOf(ADA);
    expect((await send('GET', '/api/v2/pools', { bearer })).statusCode).toBe(200);
    const refused = await send('POST', '/api/v2/pools', { bearer, payload: { name: 'p', slots: 1 } });
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toEqual({ detail: 'ada may not do this: it needs can_create on Pools.' });
  });

  test('a wrong password and a name that nobody has are answered alike, and are on record', async () => {
    const wrong = await send('POST', '/auth/token', { payload: { ...ADA, password: 'wrong' } });
    const unknown = await send('POST', '/auth/token', { payload: { username: 'nobody', password: 'wrong' } });
    expect([wrong.statusCode, wrong.body]).toEqual([unknown.statusCode, unknown.body]);
    expect(wrong.json()).toEqual({ detail: 'Invalid credentials' });
    expect(wrong.statusCode).toBe(401);
    expect((await eventsOf('anonymous')).filter((event) => event === 'sign_in_failed')).toHaveLength(2);
    expect(await eventsOf('ada')).toContain('sign_in');
  });

  test.each([
    ['nothing', {}],
    ['a number', { username: 'ada', password: 1 }],
    ['too much', { ...ADA, extra: true }],
    ['an empty password', { username: 'ada', password: '' }],
  ])('%s is refused by field', async (_, payload) => {
    expect((await send('POST', '/auth/token', { payload })).statusCode).toBe(422);
  });

  test.each(['nonsense', 'twp_nonsense', 'x'.repeat(5000), 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'])(
    'the token %s is worth nothing',
    async (bearer) => {
      const answer = await send('GET', '/api/v2/pools', { bearer });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('invalid_token');
    },
  );

  test('a header that is no token says what is expected', async () => {
    const answer = await send('GET', '/api/v2/pools', { headers: { authorization: 'Basic YTpi' } });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('Bearer <token>');
  });

  test('guessing gets slower for everybody else, and says how long to wait', async () => {
    const guess = { payload: { username: 'victim', password: 'guess' }, remoteAddress: '10.0.0.9' };
    const answers = [];
    for (let index = 0; index < 7; index += 1) answers.push(await send('POST', '/auth/token', guess));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(Number(answers[5]!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send('POST', '/auth/token', { payload: ADA })).statusCode).toBe(201);
  });
});

describe('a browser', () => {
  test('gets a cookie that no script and no other site can use', async () => {
    const answer = await send('POST', '/auth/sign-in', { payload: ADA });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ username: 'ada' });
    expect(answer.headers['set-cookie']).toMatch(/^_token=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const cookie = answer.cookies[0]!.value;
    expect((await send('GET', '/auth/me', { cookie })).json()).toMatchObject({ username: 'ada' });
  });

  test('changes nothing without a header that other sites cannot send, or from another origin', async () => {
    const cookie = await cookieOf(ADA);
    const change = { cookie, payload: { first_name: 'Ada' } };
    expect((await send('PATCH', '/auth/me', change)).statusCode).toBe(403);
    const elsewhere = { ...FROM_UI, origin: 'https://evil.example' };
    expect((await send('PATCH', '/auth/me', { ...change, headers: elsewhere })).statusCode).toBe(403);
    const embedded = { ...FROM_UI, 'sec-fetch-site': 'cross-site' };
    expect((await send('PATCH', '/auth/me', { ...change, headers: embedded })).statusCode).toBe(403);
    const own = { ...FROM_UI, origin: 'http://localhost:80', host: 'localhost:80', 'sec-fetch-site': 'same-origin' };
    const done = await send('PATCH', '/auth/me', { ...change, headers: own });
    expect(done.json()).toMatchObject({ first_name: 'Ada' });
    const page = await send('PATCH', '/auth/me', { ...change, headers: { 'x-tradewind-ui': '1' } });
    expect(page.statusCode).toBe(200);
  });

  test('signs out: its session is worth nothing from then on', async () => {
    const cookie = await cookieOf(ADA);
    const answer = await send('GET', '/api/v2/auth/logout', { cookie });
    expect([answer.statusCode, answer.headers.location]).toEqual([307, '/login']);
    expect(answer.headers['set-cookie']).toMatch(/^_token=; /);
    expect((await send('GET', '/auth/me', { cookie })).statusCode).toBe(401);
    expect((await send('GET', '/api/v2/auth/logout')).statusCode).toBe(307);
    const stays = await cookieOf(ADA);
    await send('GET', '/api/v2/auth/logout', { cookie: stays, headers: { 'sec-fetch-site': 'cross-site' } });
    expect((await send('GET', '/auth/me', { cookie: stays })).statusCode).toBe(200);
  });

  test.each([
    ['/api/v2/auth/login', '/login'],
    ['/api/v2/auth/login?next=/dags/sales', '/login?next=%2Fdags%2Fsales'],
    ['/api/v2/auth/login?next=https://evil.example', '/login'],
    ['/api/v2/auth/login?next=//evil.example', '/login'],
    ['/api/v2/auth/login?next=/%5Cevil.example', '/login'],
  ])('%s leads to %s', async (url, location) => {
    const answer = await send('GET', url);
    expect([answer.statusCode, answer.headers.location]).toEqual([307, location]);
  });

  test('with an old cookie can still sign in', async () => {
    const answer = await send('POST', '/auth/sign-in', { cookie: 'stale', payload: ADA });
    expect(answer.statusCode).toBe(201);
  });
});

describe('passwords', () => {
  test('changing one’s own needs the one in force, ends other sessions, and goes on in this one', async () => {
    const bearer = await tokenOf(ADA);
    const other = await tokenOf(ADA);
    const change = (current: string, next: string): Promise<LightMyRequestResponse> =>
      send('POST', '/auth/password', { bearer, payload: { current_password: current, new_password: next } });
    expect((await change('wrong', 'difference engine')).statusCode).toBe(403);
    expect((await change(ADA.password, 'short')).json()).toEqual({
      detail: 'The password of the user is not valid: expected at least 10 characters, got: 5.',
    });
    const done = await change(ADA.password, 'difference engine');
    expect(done.statusCode).toBe(201);
    expect((await send('GET', '/auth/me', { bearer: other })).statusCode).toBe(401);
    const renewed = done.json<{ access_token: string }>().access_token;
    expect((await send('GET', '/auth/me', { bearer: renewed })).statusCode).toBe(200);
    expect((await send('POST', '/auth/token', { payload: ADA })).statusCode).toBe(401);
    await send('POST', '/auth/password', {
      bearer: renewed,
      payload: { current_password: 'difference engine', new_password: ADA.password },
    });
  });

  test('an admin resets one, and reads the new one once', async () => {
    const bearer = await adminToken();
    const answer = await send('POST', '/api/v2/users/ada/resetPassword', { bearer });
    const { password } = answer.json<{ password: string }>();
    expect((await send('POST', '/auth/token', { payload: { username: 'ada', password } })).statusCode).toBe(201);
    const given = await send('POST', '/api/v2/users/ada/resetPassword', {
      bearer,
      payload: { password: ADA.password },
    });
    expect(given.json()).toEqual({ username: 'ada', password: null });
    expect((await send('POST', '/auth/token', { payload: ADA })).statusCode).toBe(201);
  });
});

describe('personal access tokens', () => {
  const make = async (bearer: string, payload: object): Promise<LightMyRequestResponse> =>
    send('POST', '/auth/tokens', { bearer, payload });

  test('work until they are deleted, and show no secret in the list', async () => {
    const bearer = await tokenOf(ADA);
    const made = (await make(bearer, { name: 'laptop' })).json<{ token: string; id: string; prefix: string }>();
    expect(made.token).toMatch(/^twp_[\w-]{43}$/);
    expect((await send('GET', '/auth/me', { bearer: made.token })).json()).toMatchObject({ username: 'ada' });
    const list = await send('GET', '/auth/tokens', { bearer });
    expect(list.json().tokens).toMatchObject([
      { name: 'laptop', prefix: made.prefix, last_used_at: expect.any(String) },
    ]);
    expect(list.body).not.toContain(made.token);
    expect((await make(bearer, { name: 'laptop' })).statusCode).toBe(409);
    expect((await send('DELETE', `/auth/tokens/${made.id}`, { bearer })).statusCode).toBe(204);
    expect((await send('GET', '/auth/me', { bearer: made.token })).statusCode).toBe(401);
  });

  test('that only read change nothing, and none makes another', async () => {
    const bearer = await tokenOf(ADA);
    const { token } = (await make(bearer, { name: 'reader', is_read_only: true })).json<{ token: string }>();
    expect((await send('GET', '/api/v2/pools', { bearer: token })).statusCode).toBe(200);
    expect((await send('PATCH', '/auth/me', { bearer: token, payload: {} })).statusCode).toBe(403);
    expect((await send('POST', '/auth/sign-out-everywhere', { bearer: token })).statusCode).toBe(403);
    const { token: full } = (await make(bearer, { name: 'full' })).json<{ token: string }>();
    expect((await make(full, { name: 'child' })).statusCode).toBe(403);
  });

  test('for single things do those alone', async () => {
    const bearer = await tokenOf(ADA);
    const permissions = [{ action: 'can_read', resource: 'Pools' }];
    const { token } = (await make(bearer, { name: 'pools', permissions })).json<{ token: string }>();
    expect((await send('GET', '/api/v2/pools', { bearer: token })).statusCode).toBe(200);
    expect((await send('GET', '/auth/tokens', { bearer: token })).statusCode).toBe(403);
    expect((await send('POST', '/auth/sign-out-everywhere', { bearer: token })).statusCode).toBe(403);
  });

  test('with a scope or a date that makes no sense are refused', async () => {
    const bearer = await tokenOf(ADA);
    const scoped = await make(bearer, { name: 'x', permissions: [{ action: 'can_reed', resource: 'Pools' }] });
    expect(scoped.json().detail).toContain('Did you mean "can_read"');
    const past = await make(bearer, { name: 'x', expires_at: '2020-01-01T00:00:00Z' });
    expect(past.json().detail).toMatchObject([{ loc: ['body', 'expires_at'] }]);
  });

  test('of others cannot be deleted', async () => {
    const { id } = (await make(await adminToken(), { name: 'root' })).json<{ id: string }>();
    expect((await send('DELETE', `/auth/tokens/${id}`, { bearer: await tokenOf(ADA) })).statusCode).toBe(404);
  });
});

describe('signing out everywhere', () => {
  test('ends every session, and the tokens too when asked', async () => {
    const [one, other] = [await tokenOf(ADA), await tokenOf(ADA)];
    const { token } = (await send('POST', '/auth/tokens', { bearer: one, payload: { name: 'last' } })).json<{
      token: string;
    }>();
    expect((await send('POST', '/auth/sign-out-everywhere', { bearer: one })).json()).toEqual({ deleted_tokens: 0 });
    expect((await send('GET', '/auth/me', { bearer: one })).statusCode).toBe(401);
    expect((await send('GET', '/auth/me', { bearer: other })).statusCode).toBe(401);
    expect((await send('GET', '/auth/me', { bearer: token })).statusCode).toBe(200);
    const again = await send('POST', '/auth/sign-out-everywhere', {
      bearer: await tokenOf(ADA),
      payload: { with_tokens: true },
    });
    expect(again.json<{ deleted_tokens: number }>().deleted_tokens).toBeGreaterThan(0);
    expect((await send('GET', '/auth/me', { bearer: token })).statusCode).toBe(401);
  });
});

test('a user who was turned off is out at once', async () => {
  const [bearer, admin] = [await tokenOf(ADA), await adminToken()];
  await send('PATCH', '/api/v2/users/ada', { bearer: admin, payload: { active: false } });
  expect((await send('GET', '/auth/me', { bearer })).statusCode).toBe(401);
  expect((await send('POST', '/auth/token', { payload: ADA })).statusCode).toBe(401);
  await send('PATCH', '/api/v2/users/ada', { bearer: admin, payload: { active: true } });
  expect((await send('GET', '/auth/me', { bearer })).statusCode).toBe(200);
});
