/** Questions to people and the state of tasks: no task has any yet. */
import {
  clearTaskStateStore,
  deleteTaskStateStore,
  getHitlDetail,
  getHitlDetails,
  getHitlDetailTry,
  getTaskStateStore,
  HITL_ORDER_NAMES,
  listTaskStateStore,
  patchTaskStateStore,
  setTaskStateStore,
  updateHitlDetail,
} from '@tradewind/contract';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { orderOf } from '../../http/paging.ts';
import type { RunParts } from './run-parts.ts';
import { runScope } from './run-scope.ts';
import { requireTaskInstance, type TaskPath } from './task-instance-answers.ts';

const HITL_ORDER = HITL_ORDER_NAMES.map((name) => ({ name, sql: name, type: 'text' }) as const);
const NO_PAGE = { total_entries: 0, next_cursor: null, previous_cursor: null } as const;

export function taskExtraEndpoints({ database }: Pick<RunParts, 'database'>): readonly Endpoint[] {
  const noQuestion = async (path: TaskPath): Promise<never> => {
    const { taskId } = await requireTaskInstance(database, path);
    throw notFound(`Task "${taskId}" asks people nothing.`);
  };
  const noState = async ({ key, ...path }: TaskPath & { readonly key: string }): Promise<never> => {
    const { taskId } = await requireTaskInstance(database, path);
    throw notFound(`Task "${taskId}" has stored no state under "${key}".`);
  };
  const unable = async (path: TaskPath): Promise<never> => {
    await requireTaskInstance(database, path);
    throw new HttpProblem(409, 'Tasks have no stored state yet.');
  };
  return [
    handle(getHitlDetails, async ({ params, query, caller }) => {
      orderOf(query.order_by!, HITL_ORDER, []);
      await runScope(database, caller, 'HITL Detail', params);
      return { hitl_details: [], ...NO_PAGE };
    }),
    handle(getHitlDetail, ({ params }) => noQuestion(params)),
    handle(getHitlDetailTry, ({ params }) => noQuestion(params)),
    handle(updateHitlDetail, ({ params }) => noQuestion(params)),
    handle(listTaskStateStore, async ({ params, query }) => {
      await requireTaskInstance(database, { ...params, map_index: query.map_index });
      return { task_state_store: [], ...NO_PAGE };
    }),
    handle(clearTaskStateStore, async ({ params, query }) => {
      await requireTaskInstance(database, { ...params, map_index: query.map_index });
      return null;
    }),
    handle(getTaskStateStore, ({ params, query }) => noState({ ...params, ...query })),
    handle(deleteTaskStateStore, ({ params, query }) => noState({ ...params, ...query })),
    handle(setTaskStateStore, ({ params, query }) => unable({ ...params, ...query })),
    handle(patchTaskStateStore, ({ params, query }) => unable({ ...params, ...query })),
  ];
}
