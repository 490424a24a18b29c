import type { TaskContext } from '../context/task-context.ts';
import type { TemplateSource } from './template.ts';

/** A function of the context. Its source stands for it where people look, with its white space evened out. */
export function functionTemplate(give: (context: TaskContext) => unknown): TemplateSource {
  return { text: String(give).replaceAll(/\s+/g, ' '), render: (context) => give(context) };
}
