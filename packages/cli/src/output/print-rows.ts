import type { OptionSpec } from '../arguments/option-spec.ts';
import type { Terminal } from '../ports/terminal.ts';
import { type Column, machineValue } from './column.ts';
import { renderPlain, renderTable } from './render-table.ts';
import { renderYaml } from './render-yaml.ts';
import { stylesFor } from './styles.ts';

export const OUTPUT_FORMATS = ['table', 'json', 'yaml', 'plain'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The option of every command that lists. */
export const OUTPUT_OPTION: {
  readonly output: OptionSpec & {
    readonly kind: 'choice';
    readonly choices: typeof OUTPUT_FORMATS;
    readonly default: 'table';
  };
} = {
  output: {
    kind: 'choice',
    short: 'o',
    choices: OUTPUT_FORMATS,
    default: 'table',
    summary: 'How the result is written.',
  },
};

export interface RowsToPrint<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly output: OutputFormat;
  /** What a table says instead when there are no rows, as a sentence. */
  readonly empty: string;
}

/** Prints a listing. */
export function printRows<Row>(terminal: Terminal, { columns, rows, output, empty }: RowsToPrint<Row>): void {
  if (output === 'table' && rows.length === 0) return terminal.writeError(`${empty}\n`);
  terminal.write(render());

  function render(): string {
    switch (output) {
      case 'table':
        return renderTable(columns, rows, { styles: stylesFor(terminal), width: terminal.columns });
      case 'plain':
        return renderPlain(columns, rows);
      case 'json':
        return `${JSON.stringify(
          rows.map((row) => machineRow(columns, row)),
          null,
          2,
        )}\n`;
      case 'yaml':
        return renderYaml(rows.map((row) => machineRow(columns, row)));
    }
  }
}

/** One row as an object. */
export function machineRow<Row>(columns: readonly Column<Row>[], row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map(({ name, kind, value }) => [name, machineValue(kind, value(row))]));
}
