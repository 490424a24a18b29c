import { expect, test } from 'vitest';
import { bodyOf, formOf } from './connection-form.ts';

const stored = {
  connection_id: 'dwh',
  conn_type: 'postgres',
  description: null,
  host: 'db',
  login: 'me',
  schema: null,
  port: 5432,
  password: '***',
  extra: '{"sslmode":"require"}',
  team_name: null,
};

test('a password that nobody touched is not sent', () => {
  expect(bodyOf(formOf(stored))).not.toHaveProperty('password');
});

test('an emptied password is taken away, a new one is sent', () => {
  expect(bodyOf({ ...formOf(stored), password: '' }).password).toBeNull();
  expect(bodyOf({ ...formOf(stored), password: ' s ' }).password).toBe(' s ');
});

test('what is empty is null, and the port is a number', () => {
  const body = bodyOf({ ...formOf(stored), host: ' ', port: '5433' });
  expect(body).toMatchObject({ host: null, description: null, port: 5433 });
});

test('extra is laid out for people, and stays as it is when it is no JSON', () => {
  expect(formOf(stored).extra).toBe('{\n  "sslmode": "require"\n}');
  expect(formOf({ ...stored, extra: '{no' }).extra).toBe('{no');
});
