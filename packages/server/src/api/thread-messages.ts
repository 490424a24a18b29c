/** What the main thread and the thread of the API server tell each other. */
import type { DatabaseOptions } from '@tradewind/store';
import type { ParsedConfig } from '../config/index.ts';

/** What the thread is started with. */
export interface ThreadData {
  readonly loaded: ParsedConfig;
  readonly database: DatabaseOptions;
}

export type FromThread =
  | { readonly kind: 'listening'; readonly url: string }
  /** It could not begin to listen; the error as plain data. */
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly message: string;
      readonly code: string | null;
      /** True: the database is away, and trying again helps. */
      readonly isTemporary: boolean;
    };

export type ToThread = { readonly kind: 'stop' };
