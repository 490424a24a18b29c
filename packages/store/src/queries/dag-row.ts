import type { DagId, DagVersionId } from '@tradewind/model';

/** A DAG as its row and its newest version are, as far as storing files of DAGs goes. */
export interface DagRow {
  readonly dagId: DagId;
  readonly bundleName: string;
  readonly file: string;
  readonly isActive: boolean;
  readonly versionId: DagVersionId | null;
  /** Of the version in force; null when there is none. */
  readonly hash: string | null;
  /** Of what the version in force was made of; null when that is not known. */
  readonly sourceHash: string | null;
  /** Of the newest version; 0 when there is none. */
  readonly newestNumber: number;
}
