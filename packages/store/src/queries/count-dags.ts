import type { Queryable, Statement } from '../database.ts';

const countDagsStatement: Statement = { name: 'count-dags', text: 'select count(*) as count from dag' };

/** How many DAGs there are, active or not. */
export async function countDags(database: Queryable): Promise<number> {
  const [row] = await database.query<{ count: number }>(countDagsStatement);
  return row!.count;
}
