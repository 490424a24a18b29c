import type { Database } from '@tradewind/store';

const STATE = `
select 'runs' as what, state, count(*)::int as count from dag_run group by state
union all
select 'task instances', state, count(*)::int from task_instance group by state
union all
select 'pool ' || name || ' of ' || slots, 'occupied', occupied from pool
order by 1, 2`;

/** What the engine is at, in lines: for messages about scenarios that do not come to an end. */
export async function describeState(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ what: string; state: string; count: number }>({
    name: 'bench-state',
    text: STATE,
  });
  return rows.map(({ what, state, count }) => `  ${what}: ${count} ${state}`);
}
