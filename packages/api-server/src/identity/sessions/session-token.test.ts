import type { UserId } from '@tradewind/model';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { sessionKey, sessionTokens } from './session-token.ts';

const key = sessionKey(new Uint8Array(32).fill(7));
const user = { userId: 'u1' as UserId, tokenGeneration: 3 };

test('a token of ours is read back, until it expires', async () => {
  let now = 1_760_000_000_500;
  const sessions = sessionTokens(key, () => now);
  const { token, session } = await sessions.issue(user);
  expect(await sessions.read(token)).toEqual(session);
  expect(session).toMatchObject({ ...user, expiresAt: 1_760_000_000_000 + 24 * 3_600_000 });
  now += 25 * 3_600_000;
  expect(await sessions.read(token)).toBeNull();
});

test('its header says HS512', async () => {
  const { token } = await sessionTokens(key).issue(user);
  expect(JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())).toEqual({ alg: 'HS512', typ: 'JWT' });
});

test('a token of another key, another algorithm, another issuer or without what we need is worth nothing', async () => {
  const sessions = sessionTokens(key);
  const other = sessionTokens(sessionKey(new Uint8Array(32).fill(8)));
  expect(await sessions.read((await other.issue(user)).token)).toBeNull();
  const claims = (): SignJWT =>
    new SignJWT({ gen: 3 }).setSubject('u1').setJti('j').setAudience('tradewind-api').setExpirationTime('1h');
  const ours = await claims().setProtectedHeader({ alg: 'HS512' }).setIssuer('tradewind').sign(key);
  expect(await sessions.read(ours)).toMatchObject(user);
  expect(
    await sessions.read(await claims().setProtectedHeader({ alg: 'HS256' }).setIssuer('tradewind').sign(key)),
  ).toBeNull();
  expect(
    await sessions.read(await claims().setProtectedHeader({ alg: 'HS512' }).setIssuer('other').sign(key)),
  ).toBeNull();
  const bare = new SignJWT({}).setProtectedHeader({ alg: 'HS512' }).setIssuer('tradewind').setAudience('tradewind-api');
  expect(await sessions.read(await bare.sign(key))).toBeNull();
  const [header, , signature] = ours.split('.');
  const forged = Buffer.from(JSON.stringify({ sub: 'u2', gen: 3 })).toString('base64url');
  expect(await sessions.read(`${header}.${forged}.${signature}`)).toBeNull();
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await sessions.read(`${none}.${forged}.`)).toBeNull();
});
