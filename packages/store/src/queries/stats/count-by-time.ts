import type { DagId, DagRunState, TaskInstanceState } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { type Filter, makeFilter } from '../list-queries/filter.ts';

export const TIME_BUCKETS = ['hour', 'day'] as const;
export type TimeBucket = (typeof TIME_BUCKETS)[number];

export interface TimeWindow {
  readonly bucket: TimeBucket;
  /** Milliseconds since the epoch; the first one. */
  readonly fromAt: number;
  /** The first one that is no longer part of it. */
  readonly toAt: number;
  /** @default all */
  readonly dagIds?: readonly DagId[] | undefined;
}

export interface StateCountRow<State> {
  /** When the bucket begins, in UTC. */
  readonly at: number;
  readonly state: State;
  readonly count: number;
}

/** Runs by state in each bucket of `run_after`. Index: `dag_run_by_run_after`. */
export async function countRunsByTime(
  database: Queryable,
  window: TimeWindow,
): Promise<readonly StateCountRow<DagRunState>[]> {
  const filter = filterOf(window);
  const text = `
    select date_trunc(${filter.value(window.bucket)}, r.run_after) as at, r.state, count(*)::int8 as count
    from dag_run r ${filter.clause} group by 1, 2`;
  return database.query<StateCountRow<DagRunState>>({ name: '', text }, filter.values);
}

/** Task instances by state in each bucket of the `run_after` of their runs. Index: as for runs, then the primary key. */
export async function countInstancesByTime(
  database: Queryable,
  window: TimeWindow,
): Promise<readonly StateCountRow<TaskInstanceState>[]> {
  const filter = filterOf(window);
  const text = `
    select date_trunc(${filter.value(window.bucket)}, r.run_after) as at, i.state, count(*)::int8 as count
    from dag_run r join task_instance i on i.dag_run_id = r.id ${filter.clause} group by 1, 2`;
  return database.query<StateCountRow<TaskInstanceState>>({ name: '', text }, filter.values);
}

function filterOf({ fromAt, toAt, dagIds }: TimeWindow): Filter {
  const filter = makeFilter();
  filter.addInstants('r.run_after', { gte: fromAt, lt: toAt });
  filter.add('r.dag_id = any(?::text[])', dagIds);
  return filter;
}
