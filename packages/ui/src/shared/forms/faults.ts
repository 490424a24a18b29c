import { ApiProblem } from '../api/api-problem.ts';

/** The faults of fields by the field of the form; several of one field stand under one another. */
export function faultsOf(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {};
  const faults: Record<string, string> = {};
  for (const { field, message } of error.fields) {
    const name = field.split('.')[0]!;
    faults[name] = faults[name] === undefined ? message : `${faults[name]}\n${message}`;
  }
  return faults;
}

/** Whether a form with these fields shows all that is wrong at its fields. */
export function isToldByFields(error: Error | null, fields: readonly string[]): boolean {
  const faults = Object.keys(faultsOf(error));
  return faults.length > 0 && faults.every((name) => fields.includes(name));
}
