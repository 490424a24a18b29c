/**
 * What the embedded server does, for logs. The host of a connection is in none of them, nor is its password.
 *
 * - `initialised`, `ready`, `stopped`: `tookMs` is the time that the step took.
 * - `waiting`: another process (`pid`, if known) starts or stops the server of this home.
 * - `exited`: the server ended although nobody here stopped it.
 * - `restartFailed`: it will be tried again in `nextInMs`.
 * - `leftRunning`: this process is done, other processes (`pids`) still use the server.
 */
export type EmbeddedPostgresEvent =
  | { readonly kind: 'initialised'; readonly dataDirectory: string; readonly tookMs: number }
  | { readonly kind: 'binariesCopied'; readonly directory: string }
  | { readonly kind: 'waiting'; readonly pid: number | undefined }
  | { readonly kind: 'ready'; readonly pid: number; readonly recovered: boolean; readonly tookMs: number }
  | { readonly kind: 'attached'; readonly pid: number }
  | { readonly kind: 'unresponsive'; readonly pid: number }
  | { readonly kind: 'exited'; readonly pid: number }
  | { readonly kind: 'restartFailed'; readonly error: Error; readonly nextInMs: number }
  | { readonly kind: 'leftRunning'; readonly pid: number; readonly pids: readonly number[] }
  | { readonly kind: 'stopped'; readonly pid: number; readonly how: StopManner; readonly tookMs: number };

/** `asked`: it ended by itself; `immediate`: without a checkpoint, the next start recovers; `killed`: by SIGKILL. */
export type StopManner = 'asked' | 'immediate' | 'killed';
