import type { EncodedValue } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import type { XComPlace } from './execution/change-xcoms.ts';

const insertXComStatement: Statement = {
  name: 'insert-xcom',
  text: `insert into xcom (dag_run_id, task_id, map_index, key, value) values ($1, $2, $3, $4, $5)
         on conflict do nothing returning 1 as one`,
};

/** False: there is one already. Index: primary key. */
export async function insertXCom(
  transaction: Queryable,
  { dagRunKey, taskId, mapIndex, key }: XComPlace,
  value: EncodedValue,
): Promise<boolean> {
  const rows = await transaction.query(insertXComStatement, [dagRunKey, taskId, mapIndex, key, value]);
  return rows.length > 0;
}
