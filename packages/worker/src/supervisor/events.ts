/** What a supervisor tells logs, metrics and tests. Nothing depends on anybody listening. */
import type { AttemptId } from '@tradewind/model';

export type SupervisorEvent =
  | { readonly kind: 'child_started'; readonly pid: number }
  | { readonly kind: 'child_ready'; readonly pid: number }
  | {
      readonly kind: 'child_exited';
      readonly pid: number;
      readonly exitCode: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly why: ExitCause;
    }
  /** A child can be handed attempts ahead. */
  | { readonly kind: 'tokens_opened'; readonly pid: number }
  /** Attempts were taken back from a busy child. */
  | { readonly kind: 'attempts_revoked'; readonly pid: number; readonly attemptIds: readonly AttemptId[] }
  /** A signal was sent to a child and everything that it started. */
  | { readonly kind: 'group_signalled'; readonly pid: number; readonly signal: NodeJS.Signals };

/** `idle`, `worn`: retired on purpose; `single_use`: it ran its only attempt; `died`: on its own. */
export type ExitCause = 'idle' | 'worn' | 'single_use' | 'ended_attempt' | 'stopped' | 'died';

export type SupervisorListener = (event: SupervisorEvent) => void;
