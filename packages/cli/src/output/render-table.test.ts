import { describe, expect, test } from 'vitest';
import { displayWidth, pad, truncate } from './display-width.ts';
import { renderPlain, renderTable } from './render-table.ts';
import { stylesFor } from './styles.ts';

const COLUMNS = [
  { name: 'id', kind: 'text', value: (row: Row) => row.id },
  { name: 'note', kind: 'text', value: (row: Row) => row.note },
  { name: 'count', kind: 'number', value: (row: Row) => row.count },
  { name: 'hidden', kind: 'text', value: () => 'x', isWide: true },
] as const;

interface Row {
  readonly id: string;
  readonly note: string | null;
  readonly count: number;
}

const ROWS: readonly Row[] = [
  { id: 'one', note: 'a rather long note that goes on and on', count: 1 },
  { id: 'zwölf', note: 'two\nlines', count: 12 },
  { id: '東京', note: null, count: 3 },
];

const plain = stylesFor({ hasColors: false });

test('a table has a head, a line, and one row for each', () => {
  expect(renderTable(COLUMNS, ROWS, { styles: plain, width: null })).toBe(`\
id     note                                    count
─────  ──────────────────────────────────────  ─────
one    a rather long note that goes on and on      1
zwölf  two lines                                  12
東京                                               3
`);
});

test('a table fits the width of the terminal, and the widest column gives way', () => {
  const table = renderTable(COLUMNS, ROWS, { styles: plain, width: 30 });
  expect(table).toBe(`\
id     note              count
─────  ────────────────  ─────
one    a rather long n…      1
zwölf  two lines            12
東京                         3
`);
  for (const line of table.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(30);
});

test('plain output is never cut, and marks what is empty', () => {
  expect(renderPlain(COLUMNS, ROWS)).toBe(`\
id     note                                    count
one    a rather long note that goes on and on  1
zwölf  two lines                               12
東京   -                                       3
`);
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['zwölf', 5],
    ['e\u0301', 1],
    ['東京', 4],
    ['✓', 1],
    ['🚀', 2],
    ['\x1b[31mred\x1b[39m', 3],
  ])('of %j is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('truncate and pad count columns, not characters', () => {
    expect(truncate('東京タワー', 5)).toBe('東京…');
    expect(pad('東京', 6)).toBe('東京  ');
    expect(pad('1', 3, 'right')).toBe('  1');
  });
});
