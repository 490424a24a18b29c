import { TradewindError } from '@tradewind/model';
import { isUnreachable } from '@tradewind/store';
import { HttpProblem } from '../http/http-problem.ts';

/**
 * What `work` gives. An error of ours reaches the code of the attempt as it would in process: with its name, message and
 * code. The rest is a fault of the server.
 */
export async function tellingErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TradewindError) || error instanceof HttpProblem || isUnreachable(error)) throw error;
    const { name, message, code } = error;
    throw new HttpProblem(422, { reason: code, name, message });
  }
}
