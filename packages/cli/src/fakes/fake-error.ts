import { TradewindError } from '@tradewind/model';

/** An error as another room throws it. */
export class FakeError extends TradewindError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
