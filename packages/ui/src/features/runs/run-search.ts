/** Which task instances the page of a run shows, and in which order. Unknown values are dropped. */
import type { TaskInstanceState } from '@tradewind/model';
import { STATE_LOOKS } from '../../shared/states/task-states.ts';

const SORTS = ['task_id', 'state', 'start_date', 'duration', 'try_number'] as const;
export type InstanceSort = (typeof SORTS)[number];

export interface RunSearch {
  readonly state?: readonly TaskInstanceState[];
  readonly sort?: InstanceSort | `-${InstanceSort}`;
  readonly cursor?: string;
}

export function readRunSearch({ state, sort, cursor }: Record<string, unknown>): RunSearch {
  const states = (Array.isArray(state) ? state : [state]).filter(isState);
  return {
    ...(states.length > 0 ? { state: states } : {}),
    ...(isSort(sort) ? { sort } : {}),
    ...(typeof cursor === 'string' && cursor !== '' ? { cursor } : {}),
  };
}

function isState(value: unknown): value is TaskInstanceState {
  return typeof value === 'string' && Object.hasOwn(STATE_LOOKS, value);
}

function isSort(value: unknown): value is NonNullable<RunSearch['sort']> {
  return typeof value === 'string' && SORTS.includes(value.replace(/^-/, '') as InstanceSort);
}

/** The other direction when it is sorted by this already. */
export function nextSort(now: RunSearch['sort'], by: InstanceSort): NonNullable<RunSearch['sort']> {
  return now === by ? `-${by}` : by;
}
