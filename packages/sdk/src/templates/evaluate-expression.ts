import type { TaskContext } from '../context/task-context.ts';
import { TemplateNameUnknownError, VariableMissingError } from '../errors.ts';
import type { Expression } from './expression.ts';
import { applyFilter } from './filters.ts';
import { lookUpName } from './names.ts';

/**
 * The value of an expression for one attempt.
 *
 * @throws {TemplateNameUnknownError} when what it names does not exist in this run, and it has no default.
 */
export async function evaluate(expression: Expression, context: TaskContext, field: string): Promise<unknown> {
  const { value, filters } = expression;
  let current: unknown = value.kind === 'literal' ? value.value : await lookUp(expression, context);
  for (const filter of filters) current = applyFilter(filter, current, field);
  if (current !== undefined || value.kind === 'literal') return current;
  if (value.path[0] === 'var') throw new VariableMissingError(value.path[2] ?? '');
  throw new TemplateNameUnknownError(field, value.path.join('.'), '');
}

/** A default also stands in for a date that the run does not have, and for a connection that nobody has created. */
async function lookUp({ value, filters }: Expression, context: TaskContext): Promise<unknown> {
  if (value.kind === 'literal') return value.value;
  try {
    return await lookUpName(value.path, context);
  } catch (error) {
    if (isAbsence(error) && filters.some(({ name }) => name === 'default')) return undefined;
    throw error;
  }
}

/** By its code, since the context may come from another copy of this package. */
function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'NO_LOGICAL_DATE' || code === 'CONNECTION_MISSING';
}
