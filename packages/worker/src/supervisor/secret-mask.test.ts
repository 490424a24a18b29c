import type { ConnectionFacts } from '@tradewind/sdk/runtime';
import { expect, test } from 'vitest';
import { SecretMask } from './secret-mask.ts';

function connection(password: string | null, extra = {}): ConnectionFacts {
  return { id: 'db', type: 'x', host: 'host', port: 1, login: 'scott', password, schema: null, extra };
}

test('a password is hidden as it is, in URLs and in JSON', () => {
  const mask = new SecretMask();
  mask.addConnection(connection('t!ger/"x"'));
  expect(mask.text('one t!ger/"x" two')).toBe('one *** two');
  expect(mask.text(`postgres://scott:${encodeURIComponent('t!ger/"x"')}@host`)).toBe('postgres://scott:***@host');
  expect(mask.text(JSON.stringify({ p: 't!ger/"x"' }))).toBe('{"p":"***"}');
});

test('of extra what has a secret name is hidden, at any depth', () => {
  const mask = new SecretMask();
  mask.addConnection(
    connection(null, { sslmode: 'require', oauth: { api_key: 'abcdef', private_key: { a: 'ghijkl' } } }),
  );
  expect(mask.text('require abcdef ghijkl scott')).toBe('require *** *** scott');
});

test('variables are hidden by their names, and every line of them', () => {
  const mask = new SecretMask();
  mask.addVariable('region', 'eu-west');
  mask.addVariable('deploy_token', 'first line\nsecond line');
  expect(mask.text('eu-west, second line')).toBe('eu-west, ***');
  expect(mask.text('first line\nsecond line')).toBe('***');
});

test('what is too short to be told from other text is left', () => {
  const mask = new SecretMask();
  mask.addConnection(connection('1234'));
  expect(mask.text('1234')).toBe('1234');
});

test('a secret that holds another one is hidden whole, and signs of patterns mean nothing', () => {
  const mask = new SecretMask();
  mask.add('a.b*c');
  mask.add('a.b*c(d');
  expect(mask.text('a.b*c(d axbbc')).toBe('*** axbbc');
});

test('fields and errors are masked down to their causes', () => {
  const mask = new SecretMask();
  mask.add('hunter2');
  expect(mask.fields({ a: ['hunter2', { b: 'is hunter2', c: 1 }] })).toEqual({ a: ['***', { b: 'is ***', c: 1 }] });
  const cause = { name: 'E', message: 'hunter2', code: null, stack: null, cause: null };
  const error = { ...cause, stack: 'at hunter2', cause };
  expect(mask.error(error)).toEqual({ ...error, message: '***', stack: 'at ***', cause: { ...cause, message: '***' } });
});
