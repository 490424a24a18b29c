import { randomUUID } from 'node:crypto';
import { type BundleVersionId, compileDag, type DagVersionId, type SerializedDag } from '@tradewind/model';
import type { Database } from '@tradewind/store';

const BUNDLE = 'b'.repeat(64) as BundleVersionId;

/** Stores a DAG as the dag-processor would, un-paused. Returns the id of its version. */
export async function storeDag(
  database: Database,
  dag: SerializedDag,
  options: { readonly isPaused?: boolean; readonly bundleVersion?: BundleVersionId; readonly file?: string } = {},
): Promise<DagVersionId> {
  const versionId = randomUUID() as string as DagVersionId;
  const { isPaused = false, bundleVersion = BUNDLE, file = 'dags.ts' } = options;
  await database.query(
    {
      name: 'test-store-bundle',
      text: `insert into bundle_version (id, bundle_name, manifest) values ($1, 'dags', '{}') on conflict do nothing`,
    },
    [bundleVersion],
  );
  await database.query(
    {
      name: 'test-store-dag',
      text: `insert into dag (dag_id, bundle_name, file, is_paused, access) values ($1, 'dags', $2, $3, $4)
             on conflict (dag_id) do update set access = excluded.access, revision = dag.revision + 1`,
    },
    [dag.dagId, file, isPaused, dag.access === undefined ? null : JSON.stringify(dag.access)],
  );
  const { priority } = compileDag(dag);
  const rows = dag.tasks.map((task, index) => ({
    task_id: task.taskId,
    operator: task.operator,
    max_tries: task.retry.retries,
    queue: task.queue,
    executor: task.executor,
    pool: task.pool,
    pool_slots: task.poolSlots,
    priority: priority[index],
  }));
  await database.query(
    {
      name: 'test-store-version',
      text: `with version as (
               insert into dag_version (id, dag_id, number, hash, serialized, task_rows, bundle_version_id, file)
               select $1::uuid, $2, coalesce(max(number), 0) + 1, 'hash-' || $1::text, $3::jsonb, $4::jsonb, $5, $6 from dag_version where dag_id = $2
               returning id)
             update dag set current_version_id = version.id, display_name = $3::jsonb ->> 'displayName', tags = array(
               select jsonb_array_elements_text($3::jsonb -> 'tags'))
             from version where dag_id = $2`,
    },
    [versionId, dag.dagId, JSON.stringify(dag), JSON.stringify(rows), bundleVersion, file],
  );
  return versionId;
}
