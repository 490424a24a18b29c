import type { Static } from '@sinclair/typebox';
import type { Task } from '@tradewind/contract';
import type { DagGraph, JsonObject, SerializedTask } from '@tradewind/model';
import { presentParams } from './dag-params.ts';
import { presentTimeDelta } from './duration.ts';

/** The colours that Airflow gives to operators of these kinds. */
const COLOURS: Readonly<Record<string, string>> = {
  bash: '#f0ede4',
  branch: '#ffefeb',
  empty: '#e8f7e4',
  http: '#f4a460',
  latest_only: '#e9ffdb',
  short_circuit: '#ffefeb',
  task: '#ffefeb',
};

/** `params`: the schema of the params of the DAG. */
export function presentTask(graph: DagGraph, index: number, params: JsonObject | null): Static<typeof Task> {
  const task = graph.tasks[index]!;
  return {
    task_id: task.taskId,
    task_display_name: task.displayName ?? task.taskId,
    operator_name: task.operator,
    class_ref: { module_path: null, class_name: task.operator },
    doc_md: task.docMd,
    owner: task.owner,
    start_date: task.startDate,
    end_date: task.endDate,
    ...presentConduct(task),
    queue: task.queue,
    pool: task.pool,
    pool_slots: task.poolSlots,
    priority_weight: task.priorityWeight,
    weight_rule: task.weightRule,
    executor: task.executor,
    is_mapped: false,
    extra_links: [],
    template_fields: Object.keys(task.templates),
    params: presentParams(params),
    upstream_task_ids: [...task.upstream],
    downstream_task_ids: Array.from(graph.downstream[index]!, (place) => graph.taskIds[place]!),
    task_group_id: task.groupId,
    is_setup: task.isSetup,
    is_teardown: task.isTeardown,
    ui_color: COLOURS[task.operator] ?? '#fff',
    ui_fgcolor: '#000',
  };
}

function presentConduct({ retry, ...task }: SerializedTask) {
  const { maxRetryDelayMs, retryDelayMs } = retry;
  return {
    trigger_rule: task.triggerRule,
    depends_on_past: task.dependsOnPast,
    wait_for_downstream: task.waitForDownstream,
    retries: retry.retries,
    retry_delay: presentTimeDelta(retryDelayMs),
    retry_exponential_backoff: retry.backoff,
    max_retry_delay: maxRetryDelayMs === null ? null : presentTimeDelta(maxRetryDelayMs),
    execution_timeout: task.executionTimeoutMs === null ? null : presentTimeDelta(task.executionTimeoutMs),
  };
}
