import type { DagId, DagRunState, DagRunType } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from '../dag-run-row.ts';
import { makeFilter } from './filter.ts';

export interface DagRunListFilter {
  readonly dagId?: DagId;
  readonly states?: readonly DagRunState[];
  readonly runTypes?: readonly DagRunType[];
  /** Runs with a logical date from here on. */
  readonly logicalDateFromAt?: number;
  /** Runs with a logical date up to here, inclusive. */
  readonly logicalDateToAt?: number;
  /** @default all */
  readonly limit?: number;
}

/** Runs, newest first by `run_after`. Index: `dag_run_newest` for the runs of one DAG. */
export async function listDagRuns(database: Queryable, filter: DagRunListFilter = {}): Promise<readonly DagRunRow[]> {
  const conditions = makeFilter();
  conditions.add('r.dag_id = ?', filter.dagId);
  conditions.add('r.state = any(?::text[])', filter.states);
  conditions.add('r.run_type = any(?::text[])', filter.runTypes);
  conditions.add('r.logical_date >= to_timestamp(?::float8 / 1000.0)', filter.logicalDateFromAt);
  conditions.add('r.logical_date <= to_timestamp(?::float8 / 1000.0)', filter.logicalDateToAt);
  const limit = filter.limit === undefined ? '' : `limit ${conditions.value(filter.limit)}`;
  const text = `select ${DAG_RUN_COLUMNS} from dag_run r ${conditions.clause} order by r.run_after desc, r.id desc ${limit}`;
  return database.query<DagRunRow>({ name: '', text }, conditions.values);
}
