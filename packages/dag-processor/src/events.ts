/** What a DAG processor tells whoever listens: logs, metrics and tests subscribe. */
import type { BundleVersionId, DagId } from '@tradewind/model';
import type { ImportFault } from './decide/decide-changes.ts';

/** What one look at the DAG folder did. */
export interface TurnCounts {
  /** Files of the bundle. */
  readonly files: number;
  /** Those of them that may declare DAGs. */
  readonly dagFiles: number;
  readonly loaded: number;
  readonly failed: number;
  readonly newVersions: number;
  readonly deactivated: number;
  readonly durationMs: number;
}

export type DagProcessorEvent =
  | { readonly kind: 'snapshotTaken'; readonly bundleVersion: BundleVersionId; readonly files: number }
  | { readonly kind: 'loadProgressed'; readonly done: number; readonly total: number }
  | { readonly kind: 'importFailed'; readonly file: string; readonly fault: ImportFault }
  | { readonly kind: 'importRecovered'; readonly file: string }
  | {
      readonly kind: 'dagsStored';
      readonly dagIds: readonly DagId[];
      readonly newVersions: number;
      readonly bundleVersion: BundleVersionId;
    }
  | { readonly kind: 'dagsDeactivated'; readonly dagIds: readonly DagId[] }
  | { readonly kind: 'watchFailed'; readonly folder: string; readonly message: string }
  /** A look at the folder was given up; the next one starts from the beginning. */
  | { readonly kind: 'turnFailed'; readonly error: Error; readonly retryInMs: number }
  | { readonly kind: 'turnEnded'; readonly counts: TurnCounts }
  | { readonly kind: 'snapshotsRemoved'; readonly bundleVersions: readonly string[] };

export type DagProcessorListener = (event: DagProcessorEvent) => void;
