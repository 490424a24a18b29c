import { TradewindError } from '@tradewind/model';

/** A worker asks for something that the Execution API does not have. */
export class ExecutionMethodUnknownError extends TradewindError {
  readonly code = 'EXECUTION_METHOD_UNKNOWN';

  constructor(method: string) {
    super(
      `A worker asked for "${method}", which the Execution API does not have. Run the same version of Tradewind on both sides.`,
    );
  }
}
