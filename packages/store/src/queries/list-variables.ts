import type { Queryable, Statement } from '../database.ts';

/** A variable as it is stored: `value` is sealed when `isEncrypted`. */
export interface VariableRow {
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
  readonly isEncrypted: boolean;
  readonly updatedAt: number;
}

const listVariablesStatement: Statement = {
  name: 'list-variables',
  text: `select key, value, description, is_encrypted as "isEncrypted", updated_at as "updatedAt"
         from variable where $1::text is null or key = $1 order by key`,
};

/** The stored variables by key. */
export async function listVariables(database: Queryable): Promise<readonly VariableRow[]> {
  return database.query<VariableRow>(listVariablesStatement, [null]);
}

/** The variable with this key; null when it is not stored. Index: primary key. */
export async function findVariable(database: Queryable, key: string): Promise<VariableRow | null> {
  const [row] = await database.query<VariableRow>(listVariablesStatement, [key]);
  return row ?? null;
}
