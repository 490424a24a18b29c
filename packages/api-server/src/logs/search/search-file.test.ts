import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '@tradewind/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logText } from '../../fixtures/log-text.ts';
import { bringUpToDate } from '../log-index-file.ts';
import type { LogMatch, LogQuery } from './log-query.ts';
import { searchFile } from './search-file.ts';

type Lines = readonly (Partial<LogLine> & { readonly message: string })[];

async function search(
  lines: Lines | string,
  query: Partial<LogQuery>,
  { from = 0, limit = 1_000_000 }: { readonly from?: number; readonly limit?: number } = {},
): Promise<LogMatch[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-logs-'));
  const path = join(folder, 'attempt=1.log');
  try {
    writeFileSync(path, typeof lines === 'string' ? lines : logText(lines));
    const index = await bringUpToDate(path, null);
    const whole = { text: '', isPattern: false, isCaseSensitive: false, isWholeWord: false, levels: [], ...query };
    return [...searchFile({ path, index, query: whole, from, limit })].flatMap(({ matches }) => matches);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LINES: Lines = [
  { message: 'Loading info of "orders"' },
  { message: 'error: 12 rows\nwere lost', level: 'error' },
  { message: '\u001b[31mred\u001b[0m über', level: 'warn' },
  { message: 'done', fields: { rows: 42, path: 'C:\\tmp' } },
  { message: 'level message stdout at ERRORS', stream: 'log' },
  { message: 'naïve Über' },
];

test('finds a text in messages, whatever its case, and not in the JSON around them', async () => {
  expect(await search(LINES, { text: 'INFO' })).toEqual([{ line: 0, column: 8, length: 4 }]);
  expect(await search(LINES, { text: 'stdout' })).toEqual([{ line: 4, column: 14, length: 6 }]);
  expect(await search(LINES, { text: 'error' })).toMatchObject([{ line: 1 }, { line: 4 }]);
  expect(await search(LINES, { text: 'error', isCaseSensitive: true })).toMatchObject([{ line: 1, column: 0 }]);
  expect(await search(LINES, { text: '"orders"' })).toEqual([{ line: 0, column: 16, length: 8 }]);
  for (const text of ['fields', '2026', '","', '001b', 'u001', '\\n'])
    expect(await search(LINES, { text })).toEqual([]);
});

test('escapes and letters beyond ASCII count as what they stand for', async () => {
  expect(await search(LINES, { text: 'rows\nwere' })).toEqual([{ line: 1, column: 10, length: 9 }]);
  expect(await search(LINES, { text: 'were' })).toEqual([{ line: 1, column: 15, length: 4 }]);
  expect(await search(LINES, { text: 'red' })).toEqual([{ line: 2, column: 5, length: 3 }]);
  expect(await search(LINES, { text: 'ÜBER' })).toEqual([
    { line: 2, column: 13, length: 4 },
    { line: 5, column: 6, length: 4 },
  ]);
  expect(await search(LINES, { text: 'Über', isCaseSensitive: true })).toMatchObject([{ line: 5 }]);
});

test('fields are searched as key=value', async () => {
  expect(await search(LINES, { text: 'rows=42' })).toEqual([{ line: 3, column: null, length: 7 }]);
  expect(await search(LINES, { text: '42' })).toEqual([{ line: 3, column: null, length: 2 }]);
  expect(await search(LINES, { text: 'rows=\\d+', isPattern: true })).toEqual([{ line: 3, column: null, length: 7 }]);
  expect(await search(LINES, { text: 'C:\\tmp' })).toEqual([{ line: 3, column: null, length: 6 }]);
});

test('patterns, whole words and levels', async () => {
  expect(await search(LINES, { text: '^(done|naïve)\\b', isPattern: true })).toMatchObject([{ line: 3 }, { line: 5 }]);
  expect(await search(LINES, { text: 'rows$', isPattern: true })).toEqual([]);
  expect(await search(LINES, { text: 'error', isWholeWord: true })).toMatchObject([{ line: 1, column: 0 }]);
  expect(await search(LINES, { text: 'e', levels: ['error', 'warn'] })).toMatchObject([{ line: 1 }, { line: 2 }]);
  expect(await search(LINES, { text: 'E.', isPattern: true, levels: ['warn'] })).toMatchObject([{ line: 2 }]);
  expect(await search(LINES, { text: '\\-', isPattern: true })).toEqual([]);
});

test('damaged lines are searched as they are', async () => {
  const text = `${logText([{ message: 'a' }])}not JSON at all\n{"level":"error","message":"short find"}\n`;
  expect(await search(text, { text: 'json' })).toEqual([{ line: 1, column: 4, length: 4 }]);
  expect(await search(text, { text: 'find', levels: ['error'] })).toEqual([{ line: 2, column: 6, length: 4 }]);
});

test('goes on from a line, and stops at the limit', async () => {
  const lines = Array.from({ length: 70_000 }, (_, line) => ({ message: line % 7 === 0 ? `seven ${line}` : 'x' }));
  const found = await search(lines, { text: 'seven' }, { from: 35_001, limit: 3 });
  expect(found.map(({ line }) => line)).toEqual([35_007, 35_014, 35_021]);
  expect(await search(lines, { text: 'seven' })).toHaveLength(10_000);
});

test('finds what looking at each message finds', async () => {
  const letters = fc.constantFrom('a', 'B', 'b', '"', '\\', '\n', 'n', 'u', '0', 'ü', '😀', '{', ':', ',');
  const message = fc.string({ unit: letters, maxLength: 12 });
  const needle = fc.string({ unit: letters, minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      needle,
      fc.boolean(),
      async (messages, text, isCaseSensitive) => {
        const fold = (one: string): string => (isCaseSensitive ? one : one.toLowerCase());
        const expected = messages
          .map((one, line) => ({ line, column: fold(one).indexOf(fold(text)) }))
          .filter(({ column }) => column !== -1);
        const lines = messages.map((one) => ({ message: one }));
        expect(await search(lines, { text, isCaseSensitive })).toMatchObject(expected);
      },
    ),
    { numRuns: 150 },
  );
});
