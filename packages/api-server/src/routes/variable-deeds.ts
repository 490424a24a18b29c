/** What is done to variables, one by one or many at once. */
import type { Static } from '@sinclair/typebox';
import type { VariableBody, VariablePatchBody } from '@tradewind/contract';
import { HIDDEN, restoreHiddenText } from '@tradewind/model';
import { type Database, findExistingVariables, findVariable, type SecretBox } from '@tradewind/store';
import type { EntityDeeds } from '../http/bulk.ts';
import type { Changing } from '../http/change.ts';
import { badField, HttpProblem } from '../http/http-problem.ts';
import { masked } from '../http/update-mask.ts';
import type { StoredVariable, VariableOperations } from '../operations/variable-operations.ts';
import { variableOperations } from '../operations/variable-operations.ts';
import { within } from '../operations/within.ts';

type Created = Static<typeof VariableBody>;
type Updated = Static<typeof VariablePatchBody> & { readonly key: string };
type Reference = { readonly key: string };

export interface VariableParts {
  readonly database: Database;
  readonly secrets: () => Promise<SecretBox>;
}

/** Variables of the database alone: those of the environment are not ours to show or to change. */
const NO_ENVIRONMENT = { findVariable: () => null, findConnection: () => null };

/** The operations on the stored variables. */
export function storedVariables({ database, secrets }: VariableParts, changing?: Changing): VariableOperations {
  const inside = changing === undefined ? database : within(changing.transaction, database);
  return variableOperations({ database: inside, secrets, environment: NO_ENVIRONMENT });
}

export function variableDeeds(parts: VariableParts): EntityDeeds<Created, Updated, Reference> {
  const inside = (changing: Changing): VariableOperations => storedVariables(parts, changing);
  return {
    noun: 'variables',
    keyOf: (entity) => (typeof entity === 'string' ? entity : entity.key),
    findExisting: async (keys, { transaction }) => new Set(await findExistingVariables(transaction, keys)),
    async create({ key, value, description = null }, changing) {
      if ((await findVariable(changing.transaction, key)) !== null)
        throw new HttpProblem(409, `There is already a variable "${key}".`);
      await inside(changing).save([{ key, value: textOf(value), description }]);
      return { event: 'post_variable', extra: key, after: { key, description } };
    },
    async update(body, changing, mask) {
      const before = await inside(changing).findStored(body.key);
      const { value: given, description = before.description } = masked(body, mask);
      const value = given === undefined ? null : changedValue(before, textOf(given));
      await inside(changing).update({ key: before.key, value, description });
      const isNewValue = value !== null && value !== before.value;
      return {
        event: 'patch_variable',
        extra: before.key,
        before: { description: before.description },
        after: { description, ...(isNewValue ? { value: 'changed' } : {}) },
      };
    },
    async delete(key, changing) {
      const { description } = await inside(changing).findStored(key);
      await inside(changing).delete(key);
      return { event: 'delete_variable', extra: key, before: { key, description } };
    },
  };
}

/** Text is stored as it is, anything else as its JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    throw badField(['body', 'value'], 'The value is nested too deep to be stored', null);
  }
}

/** The value that is meant, where what had been hidden means what is stored. */
function changedValue(before: StoredVariable, given: string): string | null {
  if (before.value !== null) return restoreHiddenText(given, before.value, before.key);
  return given === HIDDEN ? null : given;
}
