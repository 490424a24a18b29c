import type { TaskContext } from '../context/task-context.ts';
import { ProcessFailedError } from '../errors.ts';
import { aCount, orNull } from '../options/check-options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { Skip } from '../steering.ts';
import type { Templated } from '../templates/template.ts';
import type { Handle } from '../wiring/handle.ts';
import { addOperator } from './add-operator.ts';
import { type Environment, environmentOf, inFolder } from './command-environment.ts';
import { textField, textsByNameField } from './field-checks.ts';
import { LastLines } from './last-lines.ts';
import { runCommand } from './run-command.ts';

export interface BashOptions extends TaskOptions {
  /** What `bash -c` runs. Pass values from outside through `env`: inside the command they would be code. */
  readonly command: Templated<string>;
  /** Environment variables, added to those of the worker. */
  readonly env?: Templated<Environment>;
  /** The folder it runs in. @default a fresh one, deleted afterwards */
  readonly cwd?: Templated<string>;
  /** The exit code that skips the task instead of failing it; null for none. @default 99 */
  readonly skipOnExitCode?: number | null;
}

interface BashFields {
  readonly command: string;
  readonly env?: Environment;
  readonly cwd?: string;
  readonly skipOnExitCode?: number | null;
}

const SKIP_EXIT_CODE = 99;
const LINES_IN_ERROR = 10;

/**
 * Adds a task that runs a command with bash. Its result is the last line that the command wrote to stdout.
 *
 * Exit code 0 is success, 99 skips the task, any other fails it. What the command prints goes to the log, line by line.
 * It runs in a process group of its own, which is ended as a whole when the attempt has to stop. The variables
 * `TRADEWIND_DAG_ID`, `TRADEWIND_RUN_ID`, `TRADEWIND_TASK_ID`, `TRADEWIND_TRY_NUMBER`, `TRADEWIND_MAP_INDEX` and
 * `TRADEWIND_LOGICAL_DATE` say which attempt it is.
 *
 * @throws {ProcessFailedError} in the attempt, when the command fails.
 * @example
 * dag('archiving', { schedule: '@daily', startDate: '2026-01-01' }, () => {
 *   const list = bash('list', { command: 'ls /data | tail -n 1' });
 *   bash('archive', { command: 'gzip "$FILE"', env: { FILE: list }, cwd: '/data' });
 *   bash('stamp', { command: ({ ds }) => `touch /tmp/${ds}` });
 * });
 */
export function bash(id: string, options: BashOptions): Handle<string> {
  return addOperator<BashFields, string>(id, options, {
    operator: 'bash',
    templated: { command: textField, env: textsByNameField, cwd: textField },
    plain: { skipOnExitCode: orNull(aCount) },
    required: ['command'],
    run: runBash,
  });
}

async function runBash(fields: BashFields, context: TaskContext): Promise<string> {
  const { command, env, skipOnExitCode = SKIP_EXIT_CODE } = fields;
  const errors = new LastLines(LINES_IN_ERROR);
  const output = new LastLines(1);
  const end = await inFolder(fields.cwd, (cwd) =>
    runCommand({
      file: 'bash',
      // With a socket as stdin bash takes itself for a remote shell, and reads .bashrc.
      arguments: ['--norc', '-c', command],
      env: environmentOf(context, env),
      cwd,
      stdin: null,
      signal: context.signal,
      onLine: (stream, line) => {
        context.log.printed(stream, line);
        (stream === 'stdout' ? output : errors).add(line);
      },
    }),
  );
  if (end.exitCode === 0) return output.toString();
  if (end.exitCode !== null && end.exitCode === skipOnExitCode)
    throw new Skip(`the command ended with exit code ${end.exitCode}`);
  throw new ProcessFailedError(command, end, errors.toString());
}
