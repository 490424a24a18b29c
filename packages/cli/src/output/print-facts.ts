import type { Terminal } from '../ports/terminal.ts';
import { type Column, cellText, styleCell } from './column.ts';
import { pad } from './display-width.ts';
import { machineRow, type OutputFormat } from './print-rows.ts';
import { renderYaml } from './render-yaml.ts';
import { stylesFor } from './styles.ts';

/** Prints one thing: its facts below each other, or one object. */
export function printFacts<Row>(
  terminal: Terminal,
  {
    columns,
    row,
    output,
  }: { readonly columns: readonly Column<Row>[]; readonly row: Row; readonly output: OutputFormat },
): void {
  if (output === 'json') return terminal.write(`${JSON.stringify(machineRow(columns, row), null, 2)}\n`);
  if (output === 'yaml') return terminal.write(renderYaml(machineRow(columns, row)));
  const styles = stylesFor(output === 'plain' ? { hasColors: false } : terminal);
  const width = Math.max(...columns.map(({ name }) => name.length));
  const lines = columns.map(({ name, kind, value }) => {
    const text = cellText(kind, value(row)).replaceAll('\n', `\n${' '.repeat(width + 2)}`);
    return `${styles.bold(pad(name, width))}  ${styleCell(styles, kind, value(row), text)}`.trimEnd();
  });
  terminal.write(`${lines.join('\n')}\n`);
}
