import {
  BACKFILL_ORDER_NAMES,
  cancelBackfill,
  createBackfill,
  createBackfillDryRun,
  getBackfill,
  listBackfills,
  pauseBackfill,
  unpauseBackfill,
} from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import { nothingOf } from '../http/no-entities.ts';

export function backfillEndpoints(): readonly Endpoint[] {
  const refuse = async (): Promise<never> => {
    throw new HttpProblem(400, 'Backfills are not there yet. Trigger the runs one by one, with their logical dates.');
  };
  const missing = async ({ params }: { readonly params: { readonly backfill_id: number } }): Promise<never> => {
    throw notFound(`There is no backfill ${params.backfill_id}.`);
  };
  return [
    handle(listBackfills, async ({ query }) => nothingOf('backfills', query, BACKFILL_ORDER_NAMES)),
    handle(getBackfill, missing),
    handle(createBackfill, refuse),
    handle(createBackfillDryRun, refuse),
    handle(pauseBackfill, missing),
    handle(unpauseBackfill, missing),
    handle(cancelBackfill, missing),
  ];
}
