/** What a list of runs shows, as search parameters. Unknown values are dropped. */
import type { DagRunState, DagRunType } from '@tradewind/model';

export const RUN_STATES = ['queued', 'running', 'success', 'failed'] as const satisfies readonly DagRunState[];
export const RUN_TYPES = [
  'scheduled',
  'manual',
  'backfill',
  'asset_triggered',
  'asset_materialization',
] as const satisfies readonly DagRunType[];

export interface RunListSearch {
  readonly state?: DagRunState;
  readonly type?: DagRunType;
  /** A part of the name of the DAG. */
  readonly dag?: string;
  readonly cursor?: string;
}

export function readRunListSearch(search: Record<string, unknown>): RunListSearch {
  const { state, type, dag, cursor } = search;
  return {
    ...(isOneOf(RUN_STATES, state) ? { state } : {}),
    ...(isOneOf(RUN_TYPES, type) ? { type } : {}),
    ...(typeof dag === 'string' && dag !== '' ? { dag } : {}),
    ...(typeof cursor === 'string' && cursor !== '' ? { cursor } : {}),
  };
}

function isOneOf<Value>(values: readonly Value[], value: unknown): value is Value {
  return values.includes(value as Value);
}
