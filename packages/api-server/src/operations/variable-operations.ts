import {
  deleteVariable,
  findVariable,
  listVariablePage,
  listVariables,
  type Page,
  type SecretBox,
  SecretUnreadableError,
  saveVariable,
  updateVariable,
  type VariablePageRequest,
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

/** A variable of the database; without its value when none of the keys opens it. */
export type StoredVariable = Omit<PlainVariable, 'value'> & { readonly value: string | null };

export interface VariableOperations {
  /** Those in the database. */
  list(): Promise<readonly PlainVariable[]>;
  /** The environment goes before the database. @throws {VariableNotFoundError} */
  find(key: string): Promise<VariableInForce>;
  /** One page of those in the database. */
  listPage(request: VariablePageRequest): Promise<Page<StoredVariable>>;
  /** One in the database. @throws {VariableNotFoundError} */
  findStored(key: string): Promise<StoredVariable>;
  /** Creates or changes variables, all or none. Returns the keys of the new ones. */
  save(
    variables: readonly { readonly key: string; readonly value: string; readonly description: string | null }[],
  ): Promise<readonly string[]>;
  /** Changes one; a value of null stays what it is. @throws {VariableNotFoundError} */
  update(variable: Omit<StoredVariable, 'isEncrypted'>): Promise<void>;
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
}: Pick<OperationContext, 'database'> & SecretContext): VariableOperations {
  const open = async (row: VariableRow): Promise<PlainVariable> => ({
    key: row.key,
    value: row.isEncrypted ? (await secrets()).open(row.value, placeOfVariable(row.key)) : row.value,
    description: row.description,
    isEncrypted: row.isEncrypted,
  });
  const openIfPossible = (row: VariableRow): Promise<StoredVariable> =>
    open(row).catch((error: unknown) => {
      if (!(error instanceof SecretUnreadableError)) throw error;
      const { key, description, isEncrypted } = row;
      return { key, value: null, description, isEncrypted };
    });
  const missing = async (key: string): Promise<VariableNotFoundError> =>
    new VariableNotFoundError(
      key,
      (await listVariables(database)).map((row) => row.key),
    );
  const requireRow = async (key: string): Promise<VariableRow> => {
    const row = await findVariable(database, key);
    if (row === null) throw await missing(key);
    return row;
  };
  return {
    list: async () => Promise.all((await listVariables(database)).map(open)),
    async listPage(request) {
      const page = await listVariablePage(database, request);
      return { ...page, rows: await Promise.all(page.rows.map(openIfPossible)) };
    },
    async find(key) {
      const given = environment.findVariable(key);
      if (given !== null) return { key, value: given, description: null, isEncrypted: false, source: 'environment' };
      return { ...(await open(await requireRow(key))), source: 'database' };
    },
    findStored: async (key) => openIfPossible(await requireRow(key)),
    async save(variables) {
      const box = await secrets();
      return database.transaction(async (transaction) => {
        const created: string[] = [];
        for (const { key, value, description } of variables) {
          const row = { key, value: box.seal(value, placeOfVariable(key)), description, isEncrypted: true };
          if (await saveVariable(transaction, row)) created.push(key);
        }
        return created;
      });
    },
    async update({ key, value, description }) {
      const row = await requireRow(key);
      const sealed =
        value === null ? row : { value: (await secrets()).seal(value, placeOfVariable(key)), isEncrypted: true };
      await updateVariable(database, { key, description, value: sealed.value, isEncrypted: sealed.isEncrypted });
    },
    async delete(key) {
      if (!(await deleteVariable(database, key))) throw await missing(key);
    },
  };
}

/** What a sealed value belongs to, so that it is worth nothing in another row. */
export function placeOfVariable(key: string): string {
  return `variable:${key}`;
}
