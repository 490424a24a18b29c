import type { DagId, DagVersionId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What answers about runs say of the version of a DAG. It never changes. */
export interface VersionCard {
  readonly versionId: DagVersionId;
  readonly dagId: DagId;
  readonly number: number;
  readonly bundleName: string;
  readonly bundleVersion: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Of the DAG; null: its id. */
  readonly displayName: string | null;
  /** Of the tasks that have one. */
  readonly taskNames: Readonly<Record<TaskId, string>> | null;
}

const readVersionCardsStatement: Statement = {
  name: 'read-version-cards',
  text: `select v.id as "versionId", v.dag_id as "dagId", v.number, b.bundle_name as "bundleName",
           v.bundle_version_id as "bundleVersion", v.created_at as "createdAt",
           v.serialized ->> 'displayName' as "displayName",
           (select jsonb_object_agg(task ->> 'taskId', task ->> 'displayName')
            from jsonb_array_elements(v.serialized -> 'tasks') as t(task)
            where task ->> 'displayName' is not null) as "taskNames"
         from dag_version v join bundle_version b on b.id = v.bundle_version_id
         where v.id = any($1::uuid[])`,
};

/** Those of these versions that exist. Index: primary keys. */
export function readVersionCards(database: Queryable, versionIds: readonly DagVersionId[]): Promise<VersionCard[]> {
  return database.query<VersionCard>(readVersionCardsStatement, [versionIds]);
}
