import type { LogIndex } from './log-index.ts';
import type { FileSearch, FoundInBlock } from './search/search-file.ts';

export interface LogThreadData {
  /** An integer: 1 asks the thread to end its job at the next block. */
  readonly stop: SharedArrayBuffer;
}

export type LogJob =
  | { readonly kind: 'index'; readonly path: string }
  | { readonly kind: 'search'; readonly search: FileSearch };

export type FromLogThread =
  | { readonly kind: 'indexed'; readonly index: LogIndex }
  | { readonly kind: 'found'; readonly found: FoundInBlock }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
