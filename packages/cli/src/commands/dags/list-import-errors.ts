import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import type { Column } from '../../output/column.ts';
import { friendlyInstant } from '../../output/format-time.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { type Styles, stylesFor } from '../../output/styles.ts';
import type { DagWarning, ImportError } from '../../ports/dags-port.ts';

const COLUMNS: readonly Column<ImportError>[] = [
  { name: 'filename', kind: 'text', value: ({ file }) => file },
  { name: 'line', kind: 'number', value: ({ line }) => line },
  { name: 'code', kind: 'text', value: ({ code }) => code },
  { name: 'message', kind: 'text', value: ({ message }) => message },
  { name: 'timestamp', kind: 'instant', value: ({ happenedAt }) => happenedAt },
  { name: 'bundle_name', kind: 'text', value: ({ bundleName }) => bundleName, isWide: true },
  { name: 'code_frame', kind: 'text', value: ({ codeFrame }) => codeFrame, isWide: true },
];

export const listImportErrors: Command = defineCommand({
  help: {
    description:
      'The files of the DAG folder that cannot be loaded, and as a table also what is doubtful about DAGs that can. The exit code is 1 when a file cannot be loaded.',
    arguments: {},
    options: OUTPUT_OPTION,
  },
  async run({ options: { output } }, { terminal, platform }) {
    const { dags } = await platform();
    const errors = await dags.listImportErrors();
    if (output === 'table' && errors.length > 0) {
      for (const error of errors) terminal.write(renderError(error, stylesFor(terminal)));
    } else {
      printRows(terminal, { columns: COLUMNS, rows: errors, output, empty: 'All DAG files can be loaded.' });
    }
    const warnings = output === 'table' ? await dags.listWarnings() : [];
    for (const warning of warnings) terminal.write(renderWarning(warning, stylesFor(terminal)));
    return errors.length === 0 ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  },
});

/** A table would cut what matters: the message and the code. */
function renderError({ file, line, code, message, codeFrame, happenedAt }: ImportError, styles: Styles): string {
  const place = `${styles.bold(file)}${line === null ? '' : `:${line}`}`;
  const frame = codeFrame === null ? '' : `${codeFrame.trimEnd()}\n`;
  return `${place} ${styles.dim(`${code}, ${friendlyInstant(happenedAt)}`)}\n${styles.red(message)}\n${frame}\n`;
}

function renderWarning({ dagId, warningType, message, happenedAt }: DagWarning, styles: Styles): string {
  const about = styles.dim(`${warningType}, ${friendlyInstant(happenedAt)}`);
  return `${styles.bold(dagId)} ${about}\n${styles.yellow(message)}\n\n`;
}
