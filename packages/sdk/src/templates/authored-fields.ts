/**
 * The templated fields of an operator: read once where the DAG is declared, rendered for every attempt.
 *
 * Only what the author wrote is rendered. The result of another task is put in place as it is, so that text which comes
 * from outside cannot read a variable or a connection.
 */
import type { Json, JsonObject } from '@tradewind/model';
import { REFERENCE, TEMPLATE } from '../brands.ts';
import type { TaskContext } from '../context/task-context.ts';
import { isPlainObject } from '../wiring/is-plain-object.ts';
import { isReference } from '../wiring/reference.ts';
import { functionTemplate } from './function-template.ts';
import { isTemplate, type TemplateSource } from './template.ts';
import { textTemplate } from './text-template.ts';

export interface AuthoredFields {
  /** The fields as they were authored, for people. */
  readonly templates: JsonObject;
  /** Puts what the templates give in their places. Changes `input`, which is of this attempt alone, and returns it. */
  readonly render: (input: FieldValues, context: TaskContext) => Promise<FieldValues>;
}

export interface FieldValues {
  [field: string]: unknown;
}

interface Slot {
  readonly path: readonly [string, ...string[]];
  readonly template: TemplateSource;
}

/** @throws {TemplateInvalidError} and {TemplateNameUnknownError} when a template cannot be read. */
export function readFields(fields: { readonly [name: string]: unknown }): AuthoredFields {
  const slots: Slot[] = [];
  const templates = Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, readField(value, [name], slots)]),
  );
  return {
    templates,
    async render(input, context) {
      for (const { path, template } of slots) {
        const rendered = template.render(context, path.join('.'));
        place(input, path, rendered instanceof Promise ? await rendered : rendered);
      }
      return input;
    },
  };
}

/** Finds the templates in an authored value. Gives the value as people see it. */
function readField(value: unknown, path: readonly [string, ...string[]], slots: Slot[]): Json {
  const template = templateIn(value, path.join('.'));
  if (template !== null) {
    slots.push({ path, template });
    return template.text;
  }
  if (isReference(value)) {
    const { taskId, path: fields } = value[REFERENCE];
    return `<${[taskId === null ? 'params' : `result of ${taskId}`, ...fields].join('.')}>`;
  }
  if (Array.isArray(value)) return value.map((item, index) => readField(item, [...path, String(index)], slots));
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, readField(field, [...path, key], slots)]),
    );
  }
  return jsonOf(value);
}

function templateIn(value: unknown, field: string): TemplateSource | null {
  if (isTemplate(value)) return value[TEMPLATE];
  if (typeof value === 'function') return functionTemplate(value as (context: TaskContext) => unknown);
  return typeof value === 'string' ? textTemplate(value, field) : null;
}

function jsonOf(value: unknown): Json {
  const text = JSON.stringify(value);
  return text === undefined ? String(value) : (JSON.parse(text) as Json);
}

function place(input: FieldValues, path: readonly string[], value: unknown): void {
  const last = path.length - 1;
  let parent = input;
  for (const key of path.slice(0, last)) parent = parent[key] as FieldValues;
  parent[path[last]!] = value;
}
