import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DagId, RunId, TaskId } from '@tradewind/model';
import { beforeEach, expect, test } from 'vitest';
import { appendLogText } from './append-log-text.ts';
import type { AttemptRef } from './log-line.ts';
import { logPath } from './log-path.ts';

const ref: AttemptRef = { dagId: 'd' as DagId, runId: 'r' as RunId, taskId: 't' as TaskId, mapIndex: -1, tryNumber: 1 };
let folder: string;
const content = (): string => readFileSync(logPath(folder, ref), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-log-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

test('text is added once, however often it is said', async () => {
  for (let call = 0; call < 2; call += 1) expect(await appendLogText(folder, ref, { offset: 0, text: 'ä\n' })).toBe(3);
  expect(await appendLogText(folder, ref, { offset: 3, text: 'b\n' })).toBe(5);
  expect(await appendLogText(folder, ref, { offset: 0, text: 'ä\n' })).toBe(3);
  expect(content()).toBe('ä\nb\n');
});

test('what was cut off is gone on with', async () => {
  await appendLogText(folder, ref, { offset: 0, text: 'one\n' });
  writeFileSync(logPath(folder, ref), 'one\ntw');
  expect(await appendLogText(folder, ref, { offset: 4, text: 'two\n' })).toBe(8);
  expect(content()).toBe('one\ntwo\n');
});

test('text that does not fit is not added, and the length is told', async () => {
  await appendLogText(folder, ref, { offset: 0, text: 'one\n' });
  expect(await appendLogText(folder, ref, { offset: 9, text: 'x\n' })).toBe(4);
  expect(await appendLogText(folder, ref, { offset: 0, text: 'two\n' })).toBe(4);
  expect(await appendLogText(folder, ref, { offset: 4, text: 'two\n' })).toBe(8);
  expect(content()).toBe('one\ntwo\n');
});
