/** What is typed into the trigger dialog, read for the API. */
import type { BodyOf, triggerDagRun } from '@tradewind/contract';
import type { ApiProblem } from '../../shared/api/api-problem.ts';

export interface TriggerForm {
  /** JSON of an object. */
  readonly conf: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly logicalDate: string;
  readonly note: string;
}

export type TriggerBody = BodyOf<typeof triggerDagRun>;

/** The JSON object that a text is; null when it is none. */
export function readConf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export function triggerBody({ conf, runId, logicalDate, note }: TriggerForm): TriggerBody {
  const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  const body = { dag_run_id: text(runId), logical_date: text(logicalDate), note: text(note) };
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  return { conf: readConf(conf) as never, ...given };
}

const FIELDS = [
  ['dag_run_id', 'runId'],
  ['logical_date', 'logicalDate'],
  ['note', 'note'],
  ['conf', 'conf'],
] as const;

/** What the server said about fields, by the field of the form; `null` when it named none. */
export function faultsOf(problem: ApiProblem): Partial<Record<keyof TriggerForm, string>> | null {
  const faults = problem.fields.flatMap(({ field, message }) => {
    const found = FIELDS.find(([name]) => field === name || field.startsWith(`${name}.`));
    if (found === undefined) return [];
    const below = field.slice(found[0].length + 1);
    return [[found[1], below === '' ? message : `${below}: ${message}`] as const];
  });
  if (faults.length === 0) return null;
  const names = [...new Set(faults.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => [name, faults.flatMap(([one, message]) => (one === name ? [message] : [])).join('\n')]),
  );
}

/** The values of the params as they are without a conf, to begin with. */
export function initialConf(params: Readonly<Record<string, unknown>> | null): string {
  if (params === null || Object.keys(params).length === 0) return '{}';
  const values = Object.entries(params).map(([name, param]) => [name, valueOfParam(param)]);
  return JSON.stringify(Object.fromEntries(values.filter(([, value]) => value !== undefined)), null, 2);
}

/** A param is its default, or an object that holds it as `value`. */
function valueOfParam(param: unknown): unknown {
  return typeof param === 'object' && param !== null && 'value' in param ? param.value : param;
}
