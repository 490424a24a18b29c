import { setTimeout as pause } from 'node:timers/promises';

export interface EventuallyOptions {
  /** What is waited for, for the error. */
  readonly what: string;
  /** Says when to look again, and gives the function that stops it. @default looks again after every pause */
  readonly onChange?: (listener: () => void) => () => void;
  /** The longest pause between two looks. Without `onChange` the only one. @default 20 */
  readonly everyMs?: number;
  /** @default 30_000 */
  readonly timeoutMs?: number;
}

/**
 * Looks until there is something to see, and gives it. `look` answers `undefined`, or says what is missing as an `Error`,
 * while there is not.
 *
 * Signals say when to look; the pause is for what gives no signal, such as processes of others that end.
 */
export async function eventually<Value>(
  look: () => Value | Error | undefined | Promise<Value | Error | undefined>,
  { what, onChange, everyMs = 20, timeoutMs = 30_000 }: EventuallyOptions,
): Promise<Value> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const changed = nextChange(onChange);
    try {
      const seen = await look();
      if (seen !== undefined && !(seen instanceof Error)) return seen;
      const missing = seen instanceof Error ? ` ${seen.message}` : '';
      if (performance.now() > until) throw new Error(`Waited ${timeoutMs} ms for ${what}.${missing}`);
      const waiting = new AbortController();
      await Promise.race([changed.happened, pause(everyMs, undefined, { signal: waiting.signal }).catch(() => {})]);
      waiting.abort();
    } finally {
      changed.forget();
    }
  }
}

/** Listens before the look, so that what changes during it is not missed. */
function nextChange(onChange: EventuallyOptions['onChange']): {
  readonly happened: Promise<void>;
  readonly forget: () => void;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { happened: promise, forget: onChange?.(resolve) ?? (() => {}) };
}
