import type { Queryable, Statement } from '../database.ts';

const deleteVariableStatement: Statement = {
  name: 'delete-variable',
  text: 'delete from variable where key = $1 returning key',
};

/** Deletes a variable. Returns whether there was one. */
export async function deleteVariable(database: Queryable, key: string): Promise<boolean> {
  const rows = await database.query(deleteVariableStatement, [key]);
  return rows.length > 0;
}
