/** The statements about what is doubtful about DAGs, which only make sense together. */
import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** Airflow's words for the kinds of warnings, as far as somebody looks for them. */
export const DAG_WARNING_TYPES = ['runtime varying value'] as const;
export type DagWarningType = (typeof DAG_WARNING_TYPES)[number];

export interface NewDagWarning {
  readonly dagId: DagId;
  readonly warningType: DagWarningType;
  readonly message: string;
}

export interface DagWarningRow extends NewDagWarning {
  /** When it was noticed last. */
  readonly happenedAt: number;
}

const saveDagWarningsStatement: Statement = {
  name: 'save-dag-warnings',
  text: `insert into dag_warning (dag_id, warning_type, message)
         select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (dag_id, warning_type) do update set message = excluded.message, happened_at = now()`,
};

/** Records warnings about DAGs that exist, each in place of the one of its type before. */
export async function saveDagWarnings(transaction: Queryable, warnings: readonly NewDagWarning[]): Promise<void> {
  if (warnings.length === 0) return;
  await transaction.query(saveDagWarningsStatement, [
    warnings.map(({ dagId }) => dagId),
    warnings.map(({ warningType }) => warningType),
    warnings.map(({ message }) => message.replaceAll('\0', '\u2400')),
  ]);
}

const clearDagWarningsStatement: Statement = {
  name: 'clear-dag-warnings',
  text: 'delete from dag_warning where dag_id = any($1::text[])',
};

/** Forgets what was doubtful about these DAGs. Index: primary key. */
export async function clearDagWarnings(transaction: Queryable, dagIds: readonly DagId[]): Promise<void> {
  if (dagIds.length > 0) await transaction.query(clearDagWarningsStatement, [dagIds]);
}

const listDagWarningsStatement: Statement = {
  name: 'list-dag-warnings',
  text: `select w.dag_id as "dagId", w.warning_type as "warningType", w.message, w.happened_at as "happenedAt"
         from dag_warning w join dag d using (dag_id)
         where d.is_active and ($1::text is null or w.dag_id = $1)
         order by w.dag_id, w.warning_type`,
};

/** The warnings about the DAGs that are declared now, or about one of them. Index: primary key. */
export function listDagWarnings(database: Queryable, dagId: DagId | null = null): Promise<readonly DagWarningRow[]> {
  return database.query<DagWarningRow>(listDagWarningsStatement, [dagId]);
}
