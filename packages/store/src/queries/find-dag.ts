import type { DagId, DagVersionId, SerializedDag } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** A DAG with its version in force. `*At` are milliseconds since the epoch. */
export interface DagDetails {
  readonly dagId: DagId;
  readonly bundleName: string;
  readonly file: string;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly tags: readonly string[];
  readonly owner: string;
  readonly description: string | null;
  readonly nextRunAfterAt: number | null;
  readonly nextLogicalDateAt: number | null;
  readonly nextIntervalStartAt: number | null;
  readonly nextIntervalEndAt: number | null;
  readonly lastParsedAt: number;
  readonly createdAt: number;
  /** Null until a version of it was stored. */
  readonly version: {
    readonly dagVersionId: DagVersionId;
    readonly number: number;
    readonly createdAt: number;
    readonly serialized: SerializedDag;
  } | null;
}

const findDagStatement: Statement = {
  name: 'find-dag',
  text: `select d.dag_id as "dagId", d.bundle_name as "bundleName", d.file, d.is_paused as "isPaused",
           d.is_active as "isActive", d.tags, d.owner, d.description, d.next_run_after as "nextRunAfterAt",
           d.next_logical_date as "nextLogicalDateAt", d.next_interval_start as "nextIntervalStartAt",
           d.next_interval_end as "nextIntervalEndAt", d.last_parsed_at as "lastParsedAt", d.created_at as "createdAt",
           v.id as "versionId", v.number as "versionNumber", v.created_at as "versionCreatedAt", v.serialized
         from dag d left join dag_version v on v.id = d.current_version_id
         where d.dag_id = $1`,
};

type Row = Omit<DagDetails, 'version'> & {
  readonly versionId: DagVersionId | null;
  readonly versionNumber: number | null;
  readonly versionCreatedAt: number | null;
  readonly serialized: SerializedDag | null;
};

/** The DAG with this id, active or not; null when there is none. Index: primary keys. */
export async function findDag(database: Queryable, dagId: DagId): Promise<DagDetails | null> {
  const [row] = await database.query<Row>(findDagStatement, [dagId]);
  if (row === undefined) return null;
  const { versionId, versionNumber, versionCreatedAt, serialized, ...dag } = row;
  if (versionId === null) return { ...dag, version: null };
  return {
    ...dag,
    version: {
      dagVersionId: versionId,
      number: versionNumber!,
      createdAt: versionCreatedAt!,
      serialized: serialized!,
    },
  };
}
