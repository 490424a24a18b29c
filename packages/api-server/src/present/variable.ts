import type { Static } from '@sinclair/typebox';
import type { Variable } from '@tradewind/contract';
import { redactText } from '@tradewind/model';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';
import type { StoredVariable } from '../operations/variable-operations.ts';

/** Without what looks secret by its name. */
export function presentVariable(variable: StoredVariable, caller: Caller): Static<typeof Variable> {
  const { key, value, description, isEncrypted } = variable;
  return {
    key,
    value: value === null ? null : redactText(value, key),
    description,
    is_encrypted: isEncrypted,
    team_name: null,
    can: canOf(caller, 'variable'),
  };
}
