/** What the DAG processor and the process that loads files say to each other. */
import type { ImportFault } from '../decide/decide-changes.ts';

export interface LoadRequest {
  readonly kind: 'load';
  /** The snapshot, as an absolute path. */
  readonly root: string;
  /** Relative to `root`, with `/`. */
  readonly file: string;
  /** Printed to both outputs when the file is done, so that what it printed can be told from what others do. */
  readonly marker: string;
}

/** A fault as the process sees it: it does not know what was printed. */
export type LoadFault = Omit<ImportFault, 'output'>;

/** A DAG that was declared while the file was loaded: by the file, or by a module that it imports. */
export interface LoadedDag {
  readonly dagId: string;
  /** The module that declares it, relative to the snapshot. */
  readonly module: string;
  readonly line: number | null;
  /** The serialised DAG as JSON, or why there is none. */
  readonly serialized: { readonly json: string } | { readonly fault: LoadFault };
}

export type LoadReply =
  | {
      readonly kind: 'loaded';
      readonly file: string;
      readonly dags: readonly LoadedDag[];
      /** The modules of the snapshot that the file imports, directly or not. */
      readonly imported: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly file: string;
      readonly fault: LoadFault;
      readonly imported: readonly string[];
      /** True when nobody awaited what failed, so that a file loaded before may be at fault. */
      readonly hasEscaped: boolean;
    };
