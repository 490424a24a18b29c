import {
  type AnswerOf,
  bulkVariables,
  deleteVariable,
  getVariable,
  getVariables,
  patchVariable,
  postVariable,
} from '@tradewind/contract';
import { HIDDEN } from '@tradewind/model';
import type { Variable, VariablesPort } from '../ports/variables-port.ts';
import { listAll } from './list-all.ts';
import { type BulkCreate, saveMany } from './save-many.ts';
import type { Server } from './server.ts';

/** The variables of a server. What looks secret by its name comes as `***`. */
export function remoteVariables({ client }: Server): VariablesPort {
  const list = (): Promise<readonly Variable[]> =>
    listAll(
      (page) => client.call(getVariables, { query: page }),
      (page) => page.variables.map(variableOf),
    );
  const save = {
    keyOf: ({ key }: VariableBody) => key,
    create: (body: VariableBody) => client.call(postVariable, { body }),
    update: (body: VariableBody) => client.call(patchVariable, { params: { variable_key: body.key }, body }),
    listKeys: async () => (await list()).map(({ key }) => key),
    bulk: (action: BulkCreate<VariableBody>) => client.call(bulkVariables, { body: { actions: [action] } }),
    bulkRoute: bulkVariables,
  };
  return {
    list,
    find: async (key) => ({
      ...variableOf(await client.call(getVariable, { params: { variable_key: key } })),
      source: 'database',
    }),
    // Without a description the stored one stays.
    save: (variables) =>
      saveMany(
        variables.map(({ description, ...variable }) =>
          description === null ? variable : { ...variable, description },
        ),
        save,
      ),
    delete: async (key) => void (await client.call(deleteVariable, { params: { variable_key: key } })),
  };
}

interface VariableBody {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
}

/** A value that none of the keys of the server opens is as hidden as a secret one. */
function variableOf({ key, value, description, is_encrypted }: AnswerOf<typeof getVariable>): Variable {
  return { key, value: value ?? HIDDEN, description, isEncrypted: is_encrypted };
}
