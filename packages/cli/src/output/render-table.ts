import { type Column, cellText, isRightAligned, styleCell } from './column.ts';
import { displayWidth, pad, truncate } from './display-width.ts';
import type { Styles } from './styles.ts';

export interface TableOptions {
  readonly styles: Styles;
  /** The table is cut to this width; null cuts nothing. */
  readonly width: number | null;
}

const GAP = '  ';
const NARROWEST = 6;

/** A table with a head and a line below it. The widest columns give way when it does not fit. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], options: TableOptions): string {
  const { styles, width } = options;
  const shown = columns.filter(({ isWide }) => isWide !== true);
  const texts = rows.map((row) => shown.map(({ kind, value }) => oneLine(cellText(kind, value(row)))));
  const widths = fitWidths(
    shown.map(({ name }, index) => Math.max(displayWidth(name), ...texts.map((cells) => displayWidth(cells[index]!)))),
    width,
  );
  const line = (cells: readonly string[]): string => cells.join(GAP).trimEnd();
  const place = (text: string, index: number): string =>
    pad(truncate(text, widths[index]!), widths[index]!, isRightAligned(shown[index]!.kind) ? 'right' : 'left');
  const head = line(shown.map(({ name }, index) => styles.bold(place(name, index))));
  const rule = styles.dim(line(widths.map((columns) => '─'.repeat(columns))));
  const body = rows.map((row, at) =>
    line(
      shown.map(({ kind, value }, index) => {
        const placed = place(texts[at]![index]!, index);
        return styleCell(styles, kind, value(row), placed);
      }),
    ),
  );
  return [head, rule, ...body, ''].join('\n');
}

/** Aligned columns without colours and without cuts, for `awk` and `cut`. */
export function renderPlain<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const shown = columns.filter(({ isWide }) => isWide !== true);
  const lines = [
    shown.map(({ name }) => name),
    ...rows.map((row) => shown.map(({ kind, value }) => oneLine(cellText(kind, value(row))) || '-')),
  ];
  const widths = shown.map((_, index) => Math.max(...lines.map((cells) => displayWidth(cells[index]!))));
  return `${lines
    .map((cells) =>
      cells
        .map((text, index) => pad(text, widths[index]!))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** Takes from the widest column, one at a time, until the table fits or nothing more can be taken. */
function fitWidths(natural: readonly number[], available: number | null): readonly number[] {
  const widths = [...natural];
  if (available === null) return widths;
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - available;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) break;
    widths[widest]! -= 1;
    excess -= 1;
  }
  return widths;
}
