import {
  diffDagRun,
  explainDagRun,
  explainTaskInstance,
  forecastDagRun,
  readImpact,
  search,
} from '@tradewind/contract';
import { type DagId, isFinished, type RunId, type TaskId } from '@tradewind/model';
import type { Database } from '@tradewind/store';
import { answerDiff } from '../answers/answer-diff.ts';
import { answerForecast } from '../answers/answer-forecast.ts';
import { answerImpact } from '../answers/answer-impact.ts';
import { answerSearch } from '../answers/answer-search.ts';
import { loadRun } from '../answers/load-run.ts';
import { presentExplained } from '../answers/present-explained.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import type { ApiParts, Explained, TaskInstanceTarget } from '../ports.ts';

export type AnswerParts = Pick<ApiParts, 'explain' | 'now'> & { readonly database: Database };

export function answerEndpoints(parts: AnswerParts): readonly Endpoint[] {
  const { database, now } = parts;
  return [
    handle(explainTaskInstance, async ({ params, query }) => {
      const { dag_id: dagId, dag_run_id: runId, task_id: taskId } = params;
      const explained = await requireExplained(parts, {
        dagId: dagId as DagId,
        runId: runId as RunId,
        taskId: taskId as TaskId,
        mapIndex: query.map_index ?? -1,
      });
      return presentExplained(explained);
    }),
    handle(explainDagRun, async ({ params }) => {
      const { run, graph, instances } = await loadRun(database, params);
      const order = [...graph.topologicalOrder].map((index) => graph.taskIds[index]!);
      const rank = new Map(order.map((taskId, index) => [taskId, index]));
      const inOrder = instances.toSorted((one, other) => rank.get(one.taskId)! - rank.get(other.taskId)!);
      const decisive =
        inOrder.find(({ state }) => !isFinished(state)) ?? inOrder.find(({ state }) => state === 'failed');
      if (decisive === undefined) return { state: run.state, verdict: `The run has ended: ${run.state}.`, gates: [] };
      const { taskId, mapIndex } = decisive;
      const explained = await requireExplained(parts, { dagId: run.dagId, runId: run.runId, taskId, mapIndex });
      return { ...presentExplained(explained), state: run.state, task_id: taskId, map_index: mapIndex };
    }),
    handle(forecastDagRun, async ({ params }) => answerForecast(database, await loadRun(database, params), now())),
    handle(readImpact, async ({ params, query }) =>
      answerImpact(database, await loadRun(database, params), query.task_id ?? null),
    ),
    handle(diffDagRun, async ({ params, query, caller }) =>
      answerDiff(database, caller, await loadRun(database, params), query),
    ),
    handle(search, ({ query, caller }) => answerSearch(database, caller, query)),
  ];
}

/** @throws {HttpProblem} 404 or 501 */
async function requireExplained({ explain }: AnswerParts, target: TaskInstanceTarget): Promise<Explained> {
  if (explain === undefined) throw new HttpProblem(501, 'This server cannot explain: it has no scheduler to ask.');
  const explained = await explain(target);
  if (explained !== null) return explained;
  const { dagId, runId, taskId, mapIndex } = target;
  throw notFound(`There is no task instance ${dagId}.${taskId} in run "${runId}" with map index ${mapIndex}.`);
}
