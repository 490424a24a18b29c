import type { Queryable, Statement } from '../database.ts';

const countStatement: Statement = {
  name: 'count-old-dag-runs',
  text: `select count(*)::int as count from dag_run where finished_at < to_timestamp($1::float8 / 1000.0)`,
};

const deleteStatement: Statement = {
  name: 'delete-old-dag-runs',
  text: `with old as (
           select id from dag_run where finished_at < to_timestamp($1::float8 / 1000.0) limit $2 for update skip locked
         ), gone as (delete from dag_run r using old where r.id = old.id returning 1)
         select count(*)::int as count from gone`,
};

/** How many runs finished before this instant. */
export async function countOldDagRuns(database: Queryable, finishedBeforeAt: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(countStatement, [finishedBeforeAt]);
  return row?.count ?? 0;
}

/** Deletes up to `batch` runs that finished before this instant. Returns how many; call it until it returns 0. */
export async function deleteOldDagRuns(database: Queryable, finishedBeforeAt: number, batch: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(deleteStatement, [finishedBeforeAt, batch]);
  return row?.count ?? 0;
}
