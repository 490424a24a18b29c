import { isBranded, TEMPLATE } from '../brands.ts';
import type { TaskContext } from '../context/task-context.ts';
import type { Reference } from '../wiring/reference.ts';

/** What a templated field is made from when the task runs. */
export interface TemplateSource {
  /** As it was authored, for people. */
  readonly text: string;
  /** The value for one attempt. `field` names the templated field, for errors. */
  readonly render: (context: TaskContext, field: string) => unknown;
}

/** A text whose value is known when the task runs: a template from a file, or a text that is none. */
export interface Template {
  readonly [TEMPLATE]: TemplateSource;
}

/** Values without fields. */
type Leaf = string | number | bigint | boolean | symbol | null | undefined | Date;

/**
 * What a templated field takes: the value itself, in which texts may hold `{{ names }}`; a function of the context; a
 * template from a file; or a reference to the result of another task. What another task gave is never rendered.
 */
export type Templated<T> = unknown extends T
  ? T
  :
      | Reference<T>
      | ((context: TaskContext) => T | Promise<T>)
      | (T extends string ? T | Template : T extends Leaf ? T : { readonly [Key in keyof T]: Templated<T[Key]> });

export function isTemplate(value: unknown): value is Template {
  return isBranded(value, TEMPLATE);
}
