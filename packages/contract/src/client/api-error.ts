import { TradewindError } from '@tradewind/model';
import type { Route } from '../route.ts';
import type { FieldProblemShape } from '../schemas/problem.ts';

/** The API refused a call, or could not answer it. The message is what it said. */
export class ApiError extends TradewindError {
  readonly code = 'API_REFUSED';
  readonly status: number;
  readonly routeId: string;
  /** What it answered, as it came. */
  readonly answer: string;

  constructor({ id }: Pick<Route, 'id'>, status: number, answer: string) {
    super(messageOf(status, answer));
    this.status = status;
    this.routeId = id;
    this.answer = answer;
  }
}

function messageOf(status: number, answer: string): string {
  const detail = detailOf(answer);
  if (typeof detail === 'string') return detail;
  if (Array.isArray(detail)) return (detail as readonly FieldProblemShape[]).map(sayField).join('\n');
  return `The server answered ${status}${answer === '' ? '' : `: ${answer.slice(0, 500)}`}`;
}

function detailOf(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { readonly detail?: unknown }).detail;
  } catch {
    return undefined;
  }
}

function sayField({ loc, msg }: FieldProblemShape): string {
  return `${loc.join('.')}: ${msg}`;
}
