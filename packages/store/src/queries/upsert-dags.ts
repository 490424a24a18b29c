import type { DagAccess, DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface StoredDag {
  readonly dagId: DagId;
  readonly bundleName: string;
  readonly file: string;
  /** Counts when the DAG is new. */
  readonly isPaused: boolean;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly owner: string;
  readonly description: string | null;
  /** Rights of roles. @default its file says nothing of them */
  readonly access?: DagAccess | null;
}

const upsertDagsStatement: Statement = {
  name: 'upsert-dags',
  // Tags are lists of different lengths, which unnest cannot take apart by row.
  text: `insert into dag (dag_id, bundle_name, file, is_paused, tags, owner, description, access)
         select dag_id, bundle_name, file, is_paused, array(select jsonb_array_elements_text(tags)), owner, description, access
         from jsonb_to_recordset($1::jsonb) as input (
           dag_id text, bundle_name text, file text, is_paused boolean, tags jsonb, owner text, description text, access jsonb)
         order by dag_id
         on conflict (dag_id) do update set
           bundle_name = excluded.bundle_name, file = excluded.file, is_active = true, tags = excluded.tags,
           owner = excluded.owner, description = excluded.description, access = excluded.access, last_parsed_at = now(), revision = dag.revision + 1`,
};

/**
 * Creates DAGs, or changes those that exist: their file, tags, owner, description and rights; they are active again. Whether an
 * existing one is paused stays as people chose.
 *
 * Locks: the rows. Insert their versions in the same transaction, and tell the schedulers.
 */
export async function upsertDags(transaction: Queryable, dags: readonly StoredDag[]): Promise<void> {
  if (dags.length === 0) return;
  const rows = dags.map((dag) => ({
    dag_id: dag.dagId,
    bundle_name: dag.bundleName,
    file: dag.file,
    is_paused: dag.isPaused,
    tags: dag.tags,
    owner: dag.owner,
    description: dag.description,
    access: dag.access,
  }));
  await transaction.query(upsertDagsStatement, [JSON.stringify(rows)]);
}
