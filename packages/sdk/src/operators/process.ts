import type { TaskContext } from '../context/task-context.ts';
import { ProcessFailedError, ProcessResultInvalidError } from '../errors.ts';
import { anything } from '../options/check-options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { isStandardSchema, type StandardSchema } from '../params/params-schema.ts';
import { Skip } from '../steering.ts';
import type { Templated } from '../templates/template.ts';
import type { Handle } from '../wiring/handle.ts';
import type { Wired } from '../wiring/reference.ts';
import { addOperator } from './add-operator.ts';
import { type Environment, environmentOf, inFolder } from './command-environment.ts';
import { textField, textListField, textsByNameField } from './field-checks.ts';
import { LastLines } from './last-lines.ts';
import { type CommandEnd, runCommand } from './run-command.ts';

export interface ProcessOptions<Output> extends TaskOptions {
  /** The executable and its arguments. There is no shell in between. */
  readonly command: readonly Templated<string>[];
  /** What the process reads as JSON: literals, handles, or objects and lists that contain handles. */
  readonly input?: Wired<unknown>;
  /** Checks the result, and gives it its type. @default anything, of type unknown */
  readonly output?: StandardSchema<unknown, Output>;
  /** Environment variables, added to those of the worker. */
  readonly env?: Templated<Environment>;
  /** The folder it runs in. @default a fresh one, deleted afterwards */
  readonly cwd?: Templated<string>;
}

interface ProcessFields<Output> {
  readonly command: readonly string[];
  readonly input?: unknown;
  readonly output?: StandardSchema<unknown, Output>;
  readonly env?: Environment;
  readonly cwd?: string;
}

const RESULT_DESCRIPTOR = '3';
const SKIP_EXIT_CODE = 99;
const LINES_IN_ERROR = 10;

/**
 * Adds a task that runs any executable: a script of another language is a task like every other.
 *
 * The protocol, in full:
 *
 * 1. **Start.** The executable is started without a shell, in a process group of its own, with the variables that `bash`
 *    describes, and `TRADEWIND_RESULT_FD=3`.
 * 2. **Input.** Standard input is one JSON document in UTF-8, then the end of the file:
 *    `{"input": …, "context": {"dagId", "runId", "taskId", "tryNumber", "maxTries", "mapIndex", "logicalDate",
 *    "dataInterval": {"start", "end"} | null, "params"}}`. Instants are ISO 8601 in UTC; `logicalDate` may be null;
 *    `input` is null when there is none.
 * 3. **Result.** If anything but white space was written to file descriptor 3, all of it is one JSON value: the result.
 *    Else, if the last line of standard output that is not blank is JSON, that is the result. Else there is none.
 * 4. **Log.** Every line of standard output and of standard error goes to the log.
 * 5. **End.** Exit code 0 is success, 99 skips the task, any other fails it, as does a signal. When the attempt has to
 *    stop, the group gets SIGTERM, and SIGKILL five seconds later.
 *
 * @throws {ProcessFailedError} in the attempt, when the process fails.
 * @throws {ProcessResultInvalidError} in the attempt, when descriptor 3 is not JSON or the result does not fit `output`.
 * @example
 * const script = `
 * import json, sys
 * numbers = json.load(sys.stdin)["input"]["numbers"]
 * print(json.dumps({"sum": sum(numbers)}))
 * `;
 * dag('mixed', {}, () => {
 *   const sum = process('sum', { command: ['python3', '-c', script], input: { numbers: [1, 2, 3] } });
 *   bash('show', { command: 'echo "$SUM"', env: { SUM: ({ ds }) => ds } }).after(sum);
 * });
 */
export function process<Output = unknown>(id: string, options: ProcessOptions<Output>): Handle<Output> {
  return addOperator<ProcessFields<Output>, Output>(id, options, {
    operator: 'process',
    templated: { command: textListField, env: textsByNameField, cwd: textField },
    plain: { input: anything, output: (value) => (isStandardSchema(value) ? null : 'a Standard Schema') },
    required: ['command'],
    run: runProcess,
  });
}

async function runProcess<Output>(fields: ProcessFields<Output>, context: TaskContext): Promise<Output> {
  const [file = '', ...args] = fields.command;
  const errors = new LastLines(LINES_IN_ERROR);
  const output = new LastLines(1);
  const end = await inFolder(fields.cwd, (cwd) =>
    runCommand({
      file,
      arguments: args,
      env: { ...environmentOf(context, fields.env), TRADEWIND_RESULT_FD: RESULT_DESCRIPTOR },
      cwd,
      stdin: JSON.stringify({ input: fields.input ?? null, context: factsOf(context) }),
      signal: context.signal,
      onLine: (stream, line) => {
        context.log.printed(stream, line);
        if (stream === 'stderr') errors.add(line);
        else if (line.trim() !== '') output.add(line);
      },
    }),
  );
  if (end.exitCode === SKIP_EXIT_CODE) throw new Skip('the process ended with exit code 99');
  if (end.exitCode !== 0) throw new ProcessFailedError(fields.command.join(' '), end, errors.toString());
  return await checkResult(file, readResult(file, end, output.toString()), fields.output);
}

function factsOf(context: TaskContext): object {
  const { dagId, runId, taskId, tryNumber, maxTries, mapIndex, logicalDate, params } = context;
  const dataInterval = logicalDate === null ? null : context.dataInterval;
  return { dagId, runId, taskId, tryNumber, maxTries, mapIndex, logicalDate, dataInterval, params };
}

function readResult(file: string, { result }: CommandEnd, lastLine: string): unknown {
  if (result.trim() === '') return parseOrNothing(lastLine);
  try {
    return JSON.parse(result);
  } catch (cause) {
    throw new ProcessResultInvalidError(file, 'what it wrote to file descriptor 3 is not JSON', { cause });
  }
}

/** A last line that is not JSON was meant for the log. */
function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function checkResult<Output>(
  file: string,
  value: unknown,
  schema: StandardSchema<unknown, Output> | undefined,
): Promise<Output> {
  if (schema === undefined) return value as Output;
  const checked = await schema['~standard'].validate(value);
  if (checked.issues === undefined) return checked.value;
  const faults = checked.issues.map(({ message, path = [] }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return keys.length === 0 ? message : `${keys.join('.')}: ${message}`;
  });
  throw new ProcessResultInvalidError(file, faults.join('; '));
}
