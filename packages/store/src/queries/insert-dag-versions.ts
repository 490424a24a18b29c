import type { BundleVersionId, DagId, DagVersionId, SerializedDag } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What a run's task instances start from. */
export interface TaskTemplate {
  readonly task_id: string;
  readonly operator: string;
  /** How many times a failed attempt is followed by another one. */
  readonly max_tries: number;
  readonly queue: string;
  readonly executor: string | null;
  readonly pool: string;
  readonly pool_slots: number;
  readonly priority: number;
}

export interface NewDagVersion {
  readonly id: DagVersionId;
  readonly dagId: DagId;
  readonly number: number;
  /** SHA-256 of the meaning, in hex. */
  readonly hash: string;
  /** SHA-256 of the files that it was made of, in hex. */
  readonly sourceHash?: string | null;
  readonly serialized: SerializedDag;
  /** In the order of the tasks. */
  readonly taskRows: readonly TaskTemplate[];
  readonly bundleVersion: BundleVersionId;
  readonly file: string;
}

const insertDagVersionsStatement: Statement = {
  name: 'insert-dag-versions',
  text: `with input as (
           select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::jsonb[], $6::jsonb[], $7::text[], $8::text[],
             $9::text[])
             as t (id, dag_id, number, hash, serialized, task_rows, bundle_version_id, file, source_hash)
         ), inserted as (
           insert into dag_version (id, dag_id, number, hash, serialized, task_rows, bundle_version_id, file, source_hash)
           select * from input
         )
         update dag d set current_version_id = input.id, display_name = input.serialized ->> 'displayName'
         from input where d.dag_id = input.dag_id`,
};

/** Adds versions and puts them in force. Their DAGs and bundle versions exist. Locks: the rows of the DAGs. */
export async function insertDagVersions(transaction: Queryable, versions: readonly NewDagVersion[]): Promise<void> {
  if (versions.length === 0) return;
  await transaction.query(insertDagVersionsStatement, [
    versions.map(({ id }) => id),
    versions.map(({ dagId }) => dagId),
    versions.map(({ number }) => number),
    versions.map(({ hash }) => hash),
    versions.map(({ serialized }) => JSON.stringify(serialized)),
    versions.map(({ taskRows }) => JSON.stringify(taskRows)),
    versions.map(({ bundleVersion }) => bundleVersion),
    versions.map(({ file }) => file),
    versions.map(({ sourceHash }) => sourceHash ?? null),
  ]);
}
