import type { DagId, DagRunState } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from './filter.ts';

/** A DAG in a list. `*At` are milliseconds since the epoch. */
export interface DagListRow {
  readonly dagId: DagId;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly file: string;
  readonly bundleName: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly nextRunAfterAt: number | null;
  readonly lastParsedAt: number;
  /** Of the newest run by `run_after`; null when there is none. */
  readonly lastRunState: DagRunState | null;
  readonly lastRunAfterAt: number | null;
}

export interface DagListFilter {
  /** @default only those that a file declares */
  readonly isActive?: boolean | 'any';
  readonly isPaused?: boolean;
  /** DAGs with any of these tags. */
  readonly tags?: readonly string[];
  /** A part of the id, upper or lower case. */
  readonly idContains?: string;
  /** @default all */
  readonly limit?: number;
}

/** The DAGs by id. Index: primary key; the newest run of each by `dag_run_newest`. */
export async function listDags(database: Queryable, filter: DagListFilter = {}): Promise<readonly DagListRow[]> {
  const conditions = makeFilter();
  if (filter.isActive !== 'any') conditions.add('d.is_active = ?', filter.isActive ?? true);
  conditions.add('d.is_paused = ?', filter.isPaused);
  conditions.add('d.tags && ?::text[]', filter.tags);
  conditions.add('position(lower(?) in lower(d.dag_id)) > 0', filter.idContains);
  const limit = filter.limit === undefined ? '' : `limit ${conditions.value(filter.limit)}`;
  const text = `
    select d.dag_id as "dagId", d.is_paused as "isPaused", d.is_active as "isActive", d.file, d.bundle_name as "bundleName",
      d.owner, d.tags, d.description, d.next_run_after as "nextRunAfterAt", d.last_parsed_at as "lastParsedAt",
      r.state as "lastRunState", r.run_after as "lastRunAfterAt"
    from dag d
    left join lateral (
      select state, run_after from dag_run where dag_id = d.dag_id order by run_after desc, id desc limit 1
    ) r on true
    ${conditions.clause}
    order by d.dag_id ${limit}`;
  return database.query<DagListRow>({ name: '', text }, conditions.values);
}
