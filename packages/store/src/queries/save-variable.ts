import type { Queryable, Statement } from '../database.ts';
import type { VariableRow } from './list-variables.ts';

const saveVariableStatement: Statement = {
  name: 'save-variable',
  text: `insert into variable (key, value, description, is_encrypted) values ($1, $2, $3, $4)
         on conflict (key) do update
         set value = excluded.value, description = coalesce(excluded.description, variable.description),
           is_encrypted = excluded.is_encrypted, updated_at = now()
         returning (xmax = 0) as "isNew"`,
};

/** Creates or changes a variable; without a description the stored one stays. Returns whether it is new. */
export async function saveVariable(database: Queryable, variable: Omit<VariableRow, 'updatedAt'>): Promise<boolean> {
  const values = [variable.key, variable.value, variable.description, variable.isEncrypted];
  const [row] = await database.query<{ isNew: boolean }>(saveVariableStatement, values);
  return row!.isNew;
}
