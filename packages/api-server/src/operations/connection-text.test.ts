import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionToUri, type PlainConnection, parseConnection } from './connection-text.ts';

const EMPTY: PlainConnection = {
  connectionId: 'c',
  connType: 'http',
  description: null,
  host: null,
  port: null,
  login: null,
  password: null,
  schema: null,
  extra: null,
};

describe('a URI', () => {
  test.each<[string, Partial<PlainConnection>]>([
    ['http://', {}],
    ['http://example.org', { host: 'example.org' }],
    [
      'postgres://etl:p%40ss%2F@db:5432/dwh',
      { connType: 'postgres', login: 'etl', password: 'p@ss/', host: 'db', port: 5432, schema: 'dwh' },
    ],
    ['google-cloud-platform://', { connType: 'google_cloud_platform' }],
    ['http://:token@host', { password: 'token', host: 'host' }],
    ['http://user:@host', { login: 'user', password: '', host: 'host' }],
    ['http://host?timeout=5&verify=no', { host: 'host', extra: '{"timeout":"5","verify":"no"}' }],
    ['http://?__extra__=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D', { extra: '{"a":{"b":1}}' }],
    ['http://[::1]:80', { host: '[::1]', port: 80 }],
    ['http://https%3A%2F%2Fapi.example.org', { host: 'https://api.example.org' }],
  ])('%s', (uri, expected) => {
    expect(parseConnection('c', uri)).toEqual({ ...EMPTY, ...expected });
  });

  test.each([
    ['nonsense', 'expected a URI such as type://login:password@host:port/schema, or JSON'],
    ['http://host:99999', 'expected its port to be a number from 0 to 65535'],
    ['http://%zz', 'a "%" in it is not followed by two hexadecimal digits'],
  ])('%s is refused', (uri, problem) => {
    expect(() => parseConnection('c', uri)).toThrow(problem);
  });
});

describe('JSON', () => {
  test('takes the words of Airflow, and extra as an object or as text', () => {
    const facts = {
      conn_type: 'http',
      host: 'h',
      port: '80',
      login: 'l',
      password: 'p',
      schema: 's',
      description: 'd',
    };
    const expected = { ...EMPTY, host: 'h', port: 80, login: 'l', password: 'p', schema: 's', description: 'd' };
    expect(parseConnection('c', JSON.stringify({ ...facts, extra: { a: 1 } }))).toEqual({
      ...expected,
      extra: '{"a":1}',
    });
    expect(parseConnection('c', JSON.stringify({ ...facts, extra: '{"a":1}' }))).toEqual({
      ...expected,
      extra: '{"a":1}',
    });
  });

  test.each([
    ['{"host": "h"}', 'expected "conn_type" to name its type'],
    ['{"conn_type": "http", "host": 5}', 'expected "host" to be text'],
    ['{"conn_type": "http", "port": "x"}', 'expected its port to be a number'],
    ['{"password": "hunter2"', 'its JSON has a syntax error'],
  ])('%s is refused', (json, problem) => {
    expect(() => parseConnection('c', json)).toThrow(problem);
  });

  test('a syntax error does not quote the password', () => {
    expect(() => parseConnection('c', '{"password": "hunter2"')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

/** Text of any kind; an empty part of a URI is an absent one. */
const part = fc.option(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.startsWith('[')),
  { nil: null },
);

test('a connection becomes a URI and back', () => {
  fc.assert(
    fc.property(
      fc.record({
        connType: fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/),
        host: part,
        port: fc.option(fc.nat(65_535), { nil: null }),
        login: part,
        password: fc.option(fc.string({ unit: 'grapheme' }), { nil: null }),
        schema: part,
        extra: fc.option(
          fc.oneof(
            fc.jsonValue().map((value) => JSON.stringify(value)),
            fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }).map((value) => JSON.stringify(value)),
          ),
          { nil: null },
        ),
      }),
      (facts) => {
        const connection = { ...EMPTY, ...facts };
        expect(parseConnection('c', connectionToUri(connection))).toEqual(connection);
      },
    ),
    { numRuns: 500 },
  );
});
