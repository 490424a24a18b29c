import { currentBuilder } from '../building/dag-builder.ts';
import { makeHandle } from '../building/make-handle.ts';
import type { RunTask } from '../building/task-node.ts';
import type { TaskContext } from '../context/task-context.ts';
import { OptionInvalidError } from '../errors.ts';
import { type Check, checkId, checkOptions } from '../options/check-options.ts';
import { TASK_CHECKS } from '../options/task-checks.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { readFields } from '../templates/authored-fields.ts';
import { isTemplate } from '../templates/template.ts';
import type { Handle } from '../wiring/handle.ts';
import { isReference } from '../wiring/reference.ts';

/** What is wrong with the value of a field, as "what was expected, got: …"; null when nothing is. */
export type FieldCheck = Check;

export interface OperatorDefinition<Fields, Output> {
  /** What kind of task it is, for people: `bash`, `http`, … */
  readonly operator: string;
  /** The fields that may hold templates, each with the check for a value that is none. */
  readonly templated: { readonly [Name in keyof Fields]?: FieldCheck };
  /** The fields that are taken as they are. */
  readonly plain: { readonly [Name in keyof Fields]?: FieldCheck };
  /** The fields that may not be left out. @default none */
  readonly required?: readonly (keyof Fields & string)[];
  /** Whether there is nothing to run, so that no worker is asked. @default false */
  readonly isEmpty?: boolean;
  /** The work, with every template rendered. */
  readonly run: (fields: Fields, context: TaskContext) => Output | Promise<Output>;
}

/**
 * Adds a task whose code is known and whose fields the author fills in: how `bash`, `http` and the operators of
 * providers are made.
 *
 * @throws {TaskOutsideDagError} outside the function of a `dag()`.
 * @throws {OptionUnknownError} {OptionInvalidError} {TemplateInvalidError} when an option or a template makes no sense.
 * @example
 * interface Greeting { readonly name: string }
 *
 * function greet(id: string, options: TaskOptions & { readonly name: Templated<string> }): Handle<string> {
 *   return addOperator<Greeting, string>(id, options, {
 *     operator: 'greet',
 *     templated: { name: (value) => (typeof value === 'string' ? null : 'a text') },
 *     plain: {},
 *     run: ({ name }, { log }) => {
 *       log.info('greeting', { name });
 *       return `Hello ${name}`;
 *     },
 *   });
 * }
 *
 * dag('greetings', {}, () => greet('hello', { name: 'the day {{ ds }}' }));
 */
export function addOperator<Fields, Output>(
  id: string,
  options: TaskOptions,
  definition: OperatorDefinition<Fields, Output>,
): Handle<Output> {
  checkId('task', id);
  const builder = currentBuilder(id);
  const { operator, templated, plain, isEmpty = false, run } = definition;
  const templatedChecks = Object.fromEntries(
    Object.entries<FieldCheck | undefined>(templated).map(([name, check]) => [name, unlessRendered(check)]),
  );
  checkOptions<object>(`Task "${id}"`, options, { ...TASK_CHECKS, ...templatedChecks, ...plain });
  checkRequired(id, options, definition.required ?? []);
  const input: { [name: string]: unknown } = {};
  const taskOptions: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const isField = Object.hasOwn(templated, name) || Object.hasOwn(plain, name);
    (isField ? input : taskOptions)[name] = value;
  }
  const fields = readFields(
    Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(templated, name))),
  );
  const hasTemplates = Object.keys(templated).length > 0;
  const node = builder.addTask(
    {
      operator,
      id,
      options: taskOptions,
      run: run as RunTask,
      flow: null,
      respectTriggerRules: false,
      isEmpty,
      params: null,
      fields: hasTemplates ? fields : null,
    },
    input,
  );
  return makeHandle<Output>(node);
}

function checkRequired(id: string, options: object, required: readonly string[]): void {
  const missing = required.filter((name) => (options as { readonly [name: string]: unknown })[name] === undefined);
  if (missing.length === 0) return;
  throw new OptionInvalidError(
    `Task "${id}"`,
    missing.map((name) => `expected ${name} to be given, got: nothing`),
  );
}

/** Functions, references and template files have no value yet that could be checked. */
function unlessRendered(check: FieldCheck = () => null): Check {
  return (value) => (typeof value === 'function' || isReference(value) || isTemplate(value) ? null : check(value));
}
