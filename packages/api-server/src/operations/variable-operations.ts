import {
  deleteVariable,
  findVariable,
  listVariables,
  type SecretBox,
  saveVariable,
  type VariableRow,
} from '@tradewind/store';
import type { OperationContext } from './dag-operations.ts';
import { VariableNotFoundError } from './errors.ts';
import type { SecretsInEnvironment } from './secrets-in-environment.ts';

/** A variable, readable. */
export interface PlainVariable {
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
  readonly isEncrypted: boolean;
}

export type VariableInForce = PlainVariable & { readonly source: 'environment' | 'database' };

export interface VariableOperations {
  /** Those in the database. */
  list(): Promise<readonly PlainVariable[]>;
  /** The environment goes before the database. @throws {VariableNotFoundError} */
  find(key: string): Promise<VariableInForce>;
  /** Creates or changes variables, all or none. Returns the keys of the new ones. */
  save(
    variables: readonly { readonly key: string; readonly value: string; readonly description: string | null }[],
  ): Promise<readonly string[]>;
  /** @throws {VariableNotFoundError} */
  delete(key: string): Promise<void>;
}

export interface SecretContext {
  /** Opens or makes the key of the installation at its first use. */
  readonly secrets: () => Promise<SecretBox>;
  readonly environment: SecretsInEnvironment;
}

export function variableOperations({
  database,
  secrets,
  environment,
}: OperationContext & SecretContext): VariableOperations {
  const open = async (row: VariableRow): Promise<PlainVariable> => ({
    key: row.key,
    value: row.isEncrypted ? (await secrets()).open(row.value, placeOf(row.key)) : row.value,
    description: row.description,
    isEncrypted: row.isEncrypted,
  });
  const missing = async (key: string): Promise<VariableNotFoundError> =>
    new VariableNotFoundError(
      key,
      (await listVariables(database)).map((row) => row.key),
    );
  return {
    list: async () => Promise.all((await listVariables(database)).map(open)),
    async find(key) {
      const given = environment.findVariable(key);
      if (given !== null) return { key, value: given, description: null, isEncrypted: false, source: 'environment' };
      const row = await findVariable(database, key);
      if (row === null) throw await missing(key);
      return { ...(await open(row)), source: 'database' };
    },
    async save(variables) {
      const box = await secrets();
      return database.transaction(async (transaction) => {
        const created: string[] = [];
        for (const { key, value, description } of variables) {
          const row = { key, value: box.seal(value, placeOf(key)), description, isEncrypted: true };
          if (await saveVariable(transaction, row)) created.push(key);
        }
        return created;
      });
    },
    async delete(key) {
      if (!(await deleteVariable(database, key))) throw await missing(key);
    },
  };
}

function placeOf(key: string): string {
  return `variable:${key}`;
}
