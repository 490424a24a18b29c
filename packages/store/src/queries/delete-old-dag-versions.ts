import type { Queryable, Statement } from '../database.ts';

const deleteOldDagVersionsStatement: Statement = {
  name: 'delete-old-dag-versions',
  text: `with gone as (
           delete from dag_version v
           where v.created_at < to_timestamp($1::float8 / 1000.0)
             and not exists (select 1 from dag d where d.current_version_id = v.id)
             and not exists (select 1 from dag_run r where r.dag_version_id = v.id)
           returning 1)
         select count(*)::int as count from gone`,
};

/** Deletes versions from before this instant that are not in force and that no run was made from. Returns how many. */
export async function deleteOldDagVersions(database: Queryable, createdBeforeAt: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(deleteOldDagVersionsStatement, [createdBeforeAt]);
  return row?.count ?? 0;
}
