import type { FieldProblemShape } from '@tradewind/contract';
import { TradewindError } from '@tradewind/model';

/** A request that is refused: a status, and what is wrong in words or by field. */
export class HttpProblem extends TradewindError {
  readonly code = 'HTTP_REFUSED';
  readonly status: number;
  readonly detail: string | Readonly<Record<string, unknown>> | readonly FieldProblemShape[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: HttpProblem['detail'], headers: Readonly<Record<string, string>> = {}) {
    super(typeof detail === 'string' ? detail : `refused with ${status}`);
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}

export function notFound(detail: string): HttpProblem {
  return new HttpProblem(404, detail);
}

/** One field of the request is wrong in a way that its schema cannot tell. `loc`: `['query', 'order_by']`. */
export function badField(loc: readonly (string | number)[], msg: string, input: unknown): HttpProblem {
  return new HttpProblem(422, [{ type: 'value_error', loc, msg, input }]);
}
