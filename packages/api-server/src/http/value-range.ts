/** Ranges of a list query: `start_date_gte`, `start_date_lt`, `duration_gt`, … */
import type { ValueRange } from '@tradewind/store';
import { parseInstant } from './instant.ts';

const ENDS = ['gte', 'gt', 'lte', 'lt'] as const;

/** The instants between which `name` has to lie; undefined when the query says nothing of it. */
export function instantsOf(query: object, name: string): ValueRange | undefined {
  return rangeOf(query, name, (given) => parseInstant(String(given)));
}

function rangeOf(query: object, name: string, read: (given: unknown) => number): ValueRange | undefined {
  const given = query as Readonly<Record<string, unknown>>;
  const said = ENDS.filter((end) => given[`${name}_${end}`] !== undefined);
  if (said.length === 0) return undefined;
  return Object.fromEntries(said.map((end) => [end, read(given[`${name}_${end}`])]));
}
