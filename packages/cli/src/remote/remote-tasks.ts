import { explainTaskInstance, postClearTaskInstances } from '@tradewind/contract';
import type { RunsPort } from '../ports/runs-port.ts';
import type { ClearedTask, ClearRequest, TasksPort } from '../ports/tasks-port.ts';
import type { Server } from './server.ts';
import { wireInstant } from './wire-instant.ts';
import { explanationOf, stateOf } from './wire-runs.ts';

export interface RemoteTasksParts {
  readonly server: Server;
  readonly runs: Pick<RunsPort, 'find'>;
}

/** What is done to the tasks of a server. */
export function remoteTasks({ server: { client }, runs }: RemoteTasksParts): TasksPort {
  const clear = async (body: ReturnType<typeof clearBody>, dagId: string): Promise<readonly ClearedTask[]> => {
    const answer = await client.call(postClearTaskInstances, { params: { dag_id: dagId }, body });
    return answer.task_instances.map((task) => ({
      runId: task.dag_run_id,
      taskId: task.task_id as ClearedTask['taskId'],
      mapIndex: task.map_index,
      state: stateOf(task.state),
    }));
  };
  return {
    async clear(request) {
      const named =
        request.runId === undefined
          ? request
          : { ...request, runId: (await runs.find(request.dagId, request.runId)).runId };
      const body = clearBody(named);
      // Once they are cleared, the API says in which state they are, and no longer from which they came.
      const planned = await clear({ ...body, dry_run: true }, request.dagId);
      if (request.isDryRun || planned.length === 0) return planned;
      const cleared = new Set((await clear({ ...body, dry_run: false }, request.dagId)).map(nameOf));
      return planned.filter((task) => cleared.has(nameOf(task)));
    },
    async explain({ dagId, runId, taskId, mapIndex }) {
      const params = { dag_id: dagId, dag_run_id: runId, task_id: taskId };
      return explanationOf(await client.call(explainTaskInstance, { params, query: { map_index: mapIndex } }));
    },
  };
}

function nameOf({ runId, taskId, mapIndex }: ClearedTask): string {
  return JSON.stringify([runId, taskId, mapIndex]);
}

function clearBody(request: ClearRequest) {
  const { taskIds, runId, logicalDateFromAt, logicalDateToAt } = request;
  return {
    dry_run: true,
    only_failed: request.onlyFailed,
    only_running: request.onlyRunning,
    include_upstream: request.withUpstream,
    include_downstream: request.withDownstream,
    reset_dag_runs: true,
    ...(taskIds === undefined ? {} : { task_ids: [...taskIds] }),
    ...(runId === undefined ? {} : { dag_run_id: runId }),
    ...(logicalDateFromAt === undefined ? {} : { start_date: wireInstant(logicalDateFromAt) }),
    ...(logicalDateToAt === undefined ? {} : { end_date: wireInstant(logicalDateToAt) }),
  };
}
