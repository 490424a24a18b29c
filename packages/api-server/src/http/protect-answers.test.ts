import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';

const TOOLS = 'https://tools.example.org';
const PREFLIGHT = { 'access-control-request-method': 'POST' };

describe('by default', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(() => api.close());

  test.each(['/api/v2/version', '/api/v2/pools', '/no/such/route', '/api/v2/auth/login'])(
    '%s cannot be framed, sniffed or made to load anything from elsewhere',
    async (url) => {
      const { headers } = await api.app.inject({ url });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  test('no other site may read anything', async () => {
    const { headers } = await api.app.inject({ url: '/api/v2/version', headers: { origin: TOOLS } });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = { method: 'OPTIONS', url: '/api/v2/pools', headers: { origin: TOOLS, ...PREFLIGHT } } as const;
    expect((await api.app.inject(preflight)).statusCode).toBe(404);
  });

  test('what forwards pretend is not believed', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4' };
    const { headers } = await api.app.inject({ url: '/api/v2/version', headers: forwarded });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('a body that is too large, of another type or no JSON is refused', async () => {
    const post = async (payload: string, type = 'application/json'): Promise<number> =>
      (await api.app.inject({ method: 'POST', url: '/auth/token', headers: { 'content-type': type }, payload }))
        .statusCode;
    expect(await post(`{"username":"${'x'.repeat(11 * 1024 * 1024)}"}`)).toBe(413);
    expect(await post('username=a', 'application/x-www-form-urlencoded')).toBe(415);
    expect(await post('{"username":')).toBe(400);
    expect(await post('{"__proto__":{"admin":true},"username":"a","password":"b"}')).toBe(400);
  });
});

describe('behind a proxy that is trusted', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi({ trustProxy: ['127.0.0.1'], corsOrigins: [TOOLS] });
  });
  afterAll(() => api.close());

  const viaProxy = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'flows.example' };

  test('TLS is kept to, cookies are for it alone, and the address is that of the client', async () => {
    const payload = { username: 'nobody', password: 'wrong' };
    const answer = await api.app.inject({ method: 'POST', url: '/auth/token', headers: viaProxy, payload });
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(answer.headers['cache-control']).toBe('no-store');
    const [event] = await api.database.query({ name: '', text: 'select address, event from audit_event' });
    expect(event).toEqual({ address: '1.2.3.4', event: 'sign_in_failed' });
    const out = await api.app.inject({ url: '/api/v2/auth/logout', headers: viaProxy });
    expect(out.headers['set-cookie']).toContain('Secure');
  });

  test('another address is not believed', async () => {
    const { headers } = await api.app.inject({ url: '/api/v2/version', headers: viaProxy, remoteAddress: '10.0.0.1' });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('a site that is named may call with a token, and without cookies', async () => {
    const preflight = { method: 'OPTIONS', url: '/api/v2/pools', headers: { origin: TOOLS, ...PREFLIGHT } } as const;
    const answer = await api.app.inject(preflight);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': TOOLS,
      'access-control-allow-headers': expect.stringContaining('authorization'),
      vary: expect.stringContaining('Origin'),
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('a site that is not named may not', async () => {
    const { headers } = await api.app.inject({ url: '/api/v2/version', headers: { origin: 'https://evil.example' } });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
