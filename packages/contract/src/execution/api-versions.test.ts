import { expect, test } from 'vitest';
import {
  downgradeAnswer,
  EXECUTION_API_VERSION,
  judgeVersion,
  OLDEST_EXECUTION_API_VERSION,
  upgradeRequest,
  VERSION_CHANGES,
  type VersionChange,
} from './api-versions.ts';

const changes: readonly VersionChange[] = ['2026-11-05', '2026-11-10'].map((version) => ({
  version,
  summary: '',
  requests: { one: (body) => ({ ...body, up: [...((body['up'] as string[]) ?? []), version] }) },
  answers: { one: (body) => ({ ...body, down: [...((body['down'] as string[]) ?? []), version] }) },
}));

test('the newest version, and none, need no conversion', () => {
  expect(judgeVersion(undefined)).toEqual({ kind: 'spoken', changes: [] });
  expect(judgeVersion(EXECUTION_API_VERSION)).toEqual({ kind: 'spoken', changes: [] });
});

test('a version between two changes takes the newer one only', () => {
  const verdict = judgeVersion('2026-11-07', changes);
  expect(verdict).toEqual({ kind: 'spoken', changes: [changes[1]] });
});

test.each(['2099-01-01', '2026-02-30', '2026-10-31', 'latest', '20261122', ''])('"%s" is refused', (version) => {
  expect(judgeVersion(version)).toMatchObject({ kind: 'refused', message: expect.stringMatching(/\.$/) });
});

test('requests go up from the oldest change, answers down from the newest', () => {
  expect(upgradeRequest('one', {}, changes)).toEqual({ up: ['2026-11-05', '2026-11-10'] });
  expect(downgradeAnswer('one', {}, changes)).toEqual({ down: ['2026-11-10', '2026-11-05'] });
});

test('other routes, and what is no object, stay as they are', () => {
  expect(upgradeRequest('two', { a: 1 }, changes)).toEqual({ a: 1 });
  expect(downgradeAnswer('one', null, changes)).toBeNull();
  expect(downgradeAnswer('one', [1], changes)).toEqual([1]);
});

test('a worker of the oldest version is understood, and understands', () => {
  const verdict = judgeVersion(OLDEST_EXECUTION_API_VERSION);
  if (verdict.kind !== 'spoken') throw new Error(verdict.message);
  expect(upgradeRequest('worker_heartbeat', { attempt_ids: ['a'], is_draining: false }, verdict.changes)).toEqual({
    held: ['a'],
    is_draining: false,
  });
  expect(downgradeAnswer('worker_reports', { refused: ['a'], work: [] }, verdict.changes)).toEqual({
    foreign: ['a'],
    work: [],
  });
});

test('the changes are in order, and end with the newest version', () => {
  const versions = VERSION_CHANGES.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted());
  expect(versions.at(-1)).toBe(EXECUTION_API_VERSION);
});
