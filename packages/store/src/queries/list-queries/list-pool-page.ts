import type { PoolName } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** A pool with what its slots are used for. */
export interface PoolUsageRow {
  readonly name: PoolName;
  /** -1: without limit. */
  readonly slots: number;
  readonly description: string;
  readonly includeDeferred: boolean;
  /** Slots that are taken. */
  readonly occupied: number;
  /** Slots of task instances in these states. */
  readonly running: number;
  readonly queued: number;
  readonly scheduled: number;
  readonly deferred: number;
}

export const POOL_ORDER: readonly OrderColumn[] = [
  { name: 'name', sql: 'p.name', type: 'text' },
  { name: 'pool', sql: 'p.name', type: 'text' },
  { name: 'slots', sql: 'p.slots', type: 'int8' },
];

export interface PoolPageFilter {
  readonly name?: PoolName | undefined;
  readonly namePattern?: string | undefined;
  readonly namePrefixPattern?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Pools with their usage. Index: `task_instance_active`, for the states of those that are not finished. */
export async function listPoolPage(database: Queryable, request: PoolPageFilter): Promise<Page<PoolUsageRow>> {
  const filter = makeFilter();
  filter.add('p.name = ?', request.name);
  filter.addPattern('p.name', request.namePattern);
  filter.addPrefixPattern('p.name', request.namePrefixPattern);
  return readPage<PoolUsageRow>(database, {
    columns: `p.name, p.slots, p.description, p.include_deferred as "includeDeferred", p.occupied,
      coalesce(u.running, 0)::int8 as running, coalesce(u.queued, 0)::int8 as queued,
      coalesce(u.scheduled, 0)::int8 as scheduled, coalesce(u.deferred, 0)::int8 as deferred`,
    tables: 'pool p',
    joins: `left join (
        select pool, sum(pool_slots) filter (where state = 'running') as running,
          sum(pool_slots) filter (where state = 'queued') as queued,
          sum(pool_slots) filter (where state = 'scheduled') as scheduled,
          sum(pool_slots) filter (where state = 'deferred') as deferred
        from task_instance where state in ('running', 'queued', 'scheduled', 'deferred') group by pool
      ) u on u.pool = p.name`,
    filter,
    order: request.order,
    page: request.page,
  });
}
