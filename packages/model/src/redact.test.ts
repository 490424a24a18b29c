import { expect, test } from 'vitest';
import { HIDDEN, isSecretName, redact, redactText, restoreHidden, restoreHiddenText } from './redact.ts';

test.each([
  ['password', true],
  ['SMTP_PASSWORD', true],
  ['my-api-key', true],
  ['apiKey', true],
  ['access_token_url', true],
  ['keyfile_dict', true],
  ['service_account', true],
  ['private_key_passphrase', true],
  ['Authorization', true],
  ['region', false],
  ['key', false],
  ['pass', false],
])('the name %s is secret: %s', (name, isSecret) => {
  expect(isSecretName(name)).toBe(isSecret);
});

test('what has a secret name is hidden at any depth, with all that is in it', () => {
  const data = { user: 'me', auth: [{ password: 'p', pin: 1 }], secret: { of: ['a', 1, null, true] } };
  expect(redact(data)).toEqual({
    user: 'me',
    auth: [{ password: HIDDEN, pin: 1 }],
    secret: { of: [HIDDEN, HIDDEN, null, true] },
  });
  expect(redact('x', 'db_password')).toBe(HIDDEN);
  expect(redact({ a: 1 }, 'secrets')).toEqual({ a: HIDDEN });
});

test('data that are too deep are not shown, and do no harm', () => {
  const deep = `${'['.repeat(5000)}1${']'.repeat(5000)}`;
  expect(redactText(deep)).toContain(HIDDEN);
});

test('text is hidden by its name or by the names in its JSON, and is else as it was written', () => {
  expect(redactText('hunter2', 'token')).toBe(HIDDEN);
  expect(redactText('hunter2', 'region')).toBe('hunter2');
  expect(redactText('{ "a": 1 }', 'region')).toBe('{ "a": 1 }');
  expect(redactText('{ "a": 1, "password": "p" }', 'region')).toBe('{"a":1,"password":"***"}');
  expect(redactText('{ not JSON', 'region')).toBe('{ not JSON');
});

test('what comes back hidden means what is stored', () => {
  const stored = { user: 'me', password: 'p', list: [{ token: 't' }] };
  expect(restoreHidden({ user: 'you', password: HIDDEN, list: [{ token: HIDDEN }] }, stored)).toEqual({
    ...stored,
    user: 'you',
  });
  expect(restoreHidden({ password: 'new' }, stored)).toEqual({ password: 'new' });
  expect(restoreHidden({ user: HIDDEN }, stored)).toEqual({ user: HIDDEN });
  expect(restoreHidden({ toString: HIDDEN }, stored)).toEqual({ toString: HIDDEN });
});

test('text that comes back hidden means the stored text', () => {
  expect(restoreHiddenText(HIDDEN, 'hunter2', 'token')).toBe('hunter2');
  expect(restoreHiddenText(HIDDEN, 'hunter2', 'region')).toBe(HIDDEN);
  expect(restoreHiddenText('other', 'hunter2', 'token')).toBe('other');
  expect(restoreHiddenText('{"password":"***","a":2}', '{"password":"p","a":1}', 'x')).toBe('{"password":"p","a":2}');
});
