import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logText } from '../fixtures/log-text.ts';
import { levelOf, linesOfLevel } from './log-index.ts';
import { bringUpToDate, indexPath, readIndex, writeIndex } from './log-index-file.ts';

function logFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'attempt=1.log');
  writeFileSync(path, text);
  return path;
}

const LINES = Array.from({ length: 2_500 }, (_, line) => ({
  level: line % 100 === 7 ? ('error' as const) : line % 10 === 3 ? ('warn' as const) : ('info' as const),
  message: `line ${line} "quoted" ü`,
}));

test('knows where lines begin, their levels and their counts', async () => {
  const text = logText(LINES);
  const index = await bringUpToDate(logFile(text), null);
  expect(index).toMatchObject({ lines: 2_500, bytes: Buffer.byteLength(text), counts: [0, 2_225, 250, 25] });
  expect(index.offsets).toHaveLength(3);
  const atThousand = Buffer.from(text).subarray(index.offsets[1]!).toString().split('\n')[0]!;
  expect(JSON.parse(atThousand)).toMatchObject({ message: 'line 1000 "quoted" ü' });
  for (const line of [0, 3, 7, 107, 999, 1000, 2_499]) expect(levelOf(index, line)).toBe(LINES[line]!.level);
  expect(linesOfLevel(index, new Set(['error']), { from: 8, limit: 3 })).toEqual([107, 207, 307]);
  expect([index.firstAt, index.lastAt]).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:02.499Z']);
});

test('goes on where it was, and comes to the same as if it had begun anew', async () => {
  const whole = logText(LINES);
  const path = logFile(whole.slice(0, 100_001));
  const first = await bringUpToDate(path, null);
  expect(first.lines).toBeLessThan(1_000);
  expect(await writeIndex(path, first)).toBe(true);
  appendFileSync(path, whole.slice(100_001));
  const stored = await readIndex(path);
  const second = await bringUpToDate(path, stored);
  const anew = await bringUpToDate(path, null);
  expect({ ...second, levels: null }).toEqual({ ...anew, levels: null });
  expect(second.levels.subarray(0, 625)).toEqual(anew.levels.subarray(0, 625));
});

test('is built anew when the file is another one', async () => {
  const path = logFile(logText(LINES));
  const index = await bringUpToDate(path, null);
  for (const text of [logText(LINES.slice(0, 10)), logText(LINES.toReversed()), '']) {
    writeFileSync(path, text);
    expect((await bringUpToDate(path, structuredClone(index))).bytes).toBe(Buffer.byteLength(text));
  }
  rmSync(path);
  expect((await bringUpToDate(path, index)).lines).toBe(0);
});

test('an index that cannot be read is none', async () => {
  const path = logFile(logText(LINES));
  expect(await readIndex(path)).toBeNull();
  await writeIndex(path, await bringUpToDate(path, null));
  writeFileSync(indexPath(path), readFileSync(indexPath(path)).subarray(0, 300));
  expect(await readIndex(path)).toBeNull();
  writeFileSync(indexPath(path), 'nonsense');
  expect(await readIndex(path)).toBeNull();
  expect(await writeIndex(join(path, 'not', 'there'), await bringUpToDate(path, null))).toBe(false);
});

test('groups are found, nested and open ones as well', async () => {
  const messages = [
    '::group::Outer',
    '::group::Inner "q"',
    'x',
    '::endgroup::',
    '::endgroup::',
    '::endgroup::',
    '::group::Open',
    'y',
  ];
  const { groups } = await bringUpToDate(logFile(logText(messages.map((message) => ({ message })))), null);
  expect(groups).toEqual([
    { name: 'Outer', line: 0, end: 4, depth: 0 },
    { name: 'Inner "q"', line: 1, end: 3, depth: 1 },
    { name: 'Open', line: 6, end: null, depth: 0 },
  ]);
});

test('a line that was damaged counts, one that is not complete waits', async () => {
  const path = logFile(`${logText([{ message: 'a' }])}not json\n{"level":"error","message":"short"}\n\n{"at":"2026`);
  const index = await bringUpToDate(path, null);
  expect(index).toMatchObject({ lines: 4, counts: [0, 3, 0, 1] });
  const long = logFile(`${logText([{ message: 'z'.repeat(3_000_000) }, { message: 'end' }])}`);
  expect(await bringUpToDate(long, null)).toMatchObject({ lines: 2 });
});
