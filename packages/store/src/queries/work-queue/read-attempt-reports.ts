import type { AttemptId, AttemptReport, ExecutorId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** What became of an attempt whose worker is gone. */
export interface LossFacts {
  readonly worker: string;
  readonly startedAt: number | null;
}

export type AttemptReportRow =
  | { readonly attemptId: AttemptId; readonly kind: 'started' | 'finished'; readonly report: AttemptReport }
  | { readonly attemptId: AttemptId; readonly kind: 'lost'; readonly report: LossFacts };

const COLUMNS = 'attempt_id as "attemptId", kind, report';
const readNamedStatement: Statement = {
  name: 'read-named-attempt-reports',
  text: `select ${COLUMNS} from attempt_report where attempt_id = any($2::uuid[]) and owner = $1 order by reported_at`,
};
const readAllStatement: Statement = {
  name: 'read-all-attempt-reports',
  text: `select ${COLUMNS} from attempt_report where owner = $1 order by reported_at`,
};

/** The reports that wait for this owner: of these attempts, or of all. Index: primary key; attempt_report_of_owner. */
export function readAttemptReports(
  database: Queryable,
  owner: ExecutorId,
  attemptIds: readonly AttemptId[] | null,
): Promise<AttemptReportRow[]> {
  return attemptIds === null
    ? database.query<AttemptReportRow>(readAllStatement, [owner])
    : database.query<AttemptReportRow>(readNamedStatement, [owner, attemptIds]);
}
