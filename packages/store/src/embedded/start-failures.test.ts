import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { diagnoseStart, isHeldByLeftovers } from './diagnose-start.ts';
import { explainFileError } from './explain-file-error.ts';
import { parsePostmasterFile } from './postmaster-file.ts';
import { renderSettings } from './settings.ts';

const endpoint = { kind: 'tcp', host: '127.0.0.1', port: 6000 } as const;
const facts = { dataDirectory: tmpdir(), endpoint, logFile: '/logs/postgres.log', what: 'it ended with exit code 1' };

test.each([
  ['DISK_FULL', 'FATAL:  could not write lock file "postmaster.pid": No space left on device'],
  ['POSTGRES_PORT_IN_USE', 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'],
  ['POSTGRES_DATA_CORRUPT', 'PANIC:  could not locate a valid checkpoint record at 0/1500028'],
  ['POSTGRES_DATA_CORRUPT', 'FATAL:  incorrect checksum in control file'],
  ['POSTGRES_DATA_CORRUPT', 'FATAL:  could not open file "global/pg_filenode.map": No such file or directory'],
  [
    'POSTGRES_VERSION_MISMATCH',
    'DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4.',
  ],
  ['POSTGRES_START_FAILED', 'FATAL:  could not load server certificate file "server.crt": No such file or directory'],
])('%s is read from: %s', async (code, line) => {
  const error = await diagnoseStart({ ...facts, lines: [`2026-01-01 00:00:00.000 UTC [7] ${line}`] });
  expect(error.code).toBe(code);
});

test('an end without a word says how the server ended and where its log is', async () => {
  const { message } = await diagnoseStart({ ...facts, lines: [] });
  expect(message).toContain('it ended with exit code 1');
  expect(message).toContain('/logs/postgres.log');
});

test('processes of a killed server are known by what they hold', () => {
  expect(isHeldByLeftovers(['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'])).toBe(true);
  expect(isHeldByLeftovers(['FATAL:  incorrect checksum in control file'])).toBe(false);
});

test.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EROFS', 'HOME_NOT_WRITABLE'],
  ['EACCES', 'HOME_NOT_WRITABLE'],
  ['ENOTDIR', 'HOME_NOT_WRITABLE'],
  ['EMFILE', 'EMFILE'],
])('the refusal %s of the file system becomes %s', (code, expected) => {
  expect(explainFileError(Object.assign(new Error('no'), { code }), '/home')).toMatchObject({ code: expected });
});

test.each([
  ['', null],
  ['garbage\n', null],
  ['12', { pid: 12, startedAtSeconds: 0, status: 'unknown' }],
  ['-12\n/data\n', { pid: 12, startedAtSeconds: 0, status: 'unknown' }],
  [
    '12\n/data\n1700000000\n5432\n/run\n\n  1 2\nready   \n',
    { pid: 12, startedAtSeconds: 1_700_000_000, status: 'ready' },
  ],
])('postmaster.pid %j is read as %j', (text, expected) => {
  expect(parsePostmasterFile(text)).toEqual(expected);
});

test('settings are quoted, and where the server listens cannot be overridden', () => {
  const text = renderSettings({ endpoint, fsync: true, settings: { search_path: `it's \\ odd`, port: 1, jit: true } });
  expect(text).toContain(`search_path = 'it''s \\\\ odd'\n`);
  expect(text).toContain('port = 6000\n');
  expect(text).toContain('jit = on\n');
  expect(text).toContain('fsync = on\n');
});
