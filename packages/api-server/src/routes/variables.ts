import {
  bulkVariables,
  deleteVariable,
  getVariable,
  getVariables,
  patchVariable,
  postVariable,
  UNDO_HEADER,
} from '@tradewind/contract';
import { VARIABLE_ORDER } from '@tradewind/store';
import { runBulk } from '../http/bulk.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { undoableVariable } from '../operations/undo.ts';
import { presentVariable } from '../present/variable.ts';
import { storedVariables, type VariableParts, variableDeeds } from './variable-deeds.ts';

export function variableEndpoints(parts: VariableParts & { readonly now: () => number }): readonly Endpoint[] {
  const deeds = variableDeeds(parts);
  return [
    handle(getVariables, async ({ query, caller }) => {
      const page = await storedVariables(parts).listPage({
        keyPattern: query.variable_key_pattern,
        keyPrefixPattern: query.variable_key_prefix_pattern,
        order: orderOf(query.order_by!, VARIABLE_ORDER, ['key']),
        page: pageOf(query),
      });
      return collection(
        'variables',
        page,
        page.rows.map((row) => presentVariable(row, caller)),
      );
    }),
    handle(getVariable, async ({ params, caller }) =>
      presentVariable(await storedVariables(parts).findStored(params.variable_key), caller),
    ),
    handle(postVariable, ({ body, change, caller }) =>
      change(async (changing) => {
        changing.record(await deeds.create(body, changing));
        return presentVariable(await storedVariables(parts, changing).findStored(body.key), caller);
      }),
    ),
    handle(patchVariable, ({ params: { variable_key: key }, query, body, change, caller, reply }) =>
      change(async (changing) => {
        if ((body.key ?? key) !== key)
          throw new HttpProblem(400, `key: the variable "${key}" cannot be renamed; create another one.`);
        const offer = { owner: caller, event: 'patch_variable', dagId: null, now: parts.now() };
        const { result, token } = await undoableVariable(changing.transaction, key, offer, () =>
          deeds.update({ ...body, key }, changing, query.update_mask),
        );
        changing.record(result);
        if (!changing.isDryRun) reply.header(UNDO_HEADER, token);
        return presentVariable(await storedVariables(parts, changing).findStored(key), caller);
      }),
    ),
    handle(deleteVariable, ({ params, change }) =>
      change(async (changing) => {
        changing.record(await deeds.delete(params.variable_key, changing));
        return null;
      }),
    ),
    handle(bulkVariables, ({ body, change }) => change((changing) => runBulk(body.actions, deeds, changing))),
  ];
}
