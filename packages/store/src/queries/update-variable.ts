import type { Queryable, Statement } from '../database.ts';
import type { VariableRow } from './list-variables.ts';

const updateVariableStatement: Statement = {
  name: 'update-variable',
  text: `update variable set value = $2, description = $3, is_encrypted = $4, updated_at = now()
         where key = $1 returning key`,
};

/** Puts value and description in the place of the stored ones. Returns whether there is such a variable. */
export async function updateVariable(database: Queryable, variable: Omit<VariableRow, 'updatedAt'>): Promise<boolean> {
  const { key, value, description, isEncrypted } = variable;
  return (await database.query(updateVariableStatement, [key, value, description, isEncrypted])).length > 0;
}
