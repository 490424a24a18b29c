import type { DagRunState, TaskInstanceState } from '@tradewind/model';

/** Colours a text; gives it back as it is where colours are not wanted. */
export type Style = (text: string) => string;

export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly blue: Style;
  readonly magenta: Style;
  readonly cyan: Style;
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export function stylesFor({ hasColors }: { readonly hasColors: boolean }): Styles {
  return Object.fromEntries(
    Object.entries(CODES).map(([name, [on, off]]) => [
      name,
      hasColors ? (text: string) => `\x1b[${on}m${text}\x1b[${off}m` : (text: string) => text,
    ]),
  ) as unknown as Styles;
}

export type AnyState = TaskInstanceState | DagRunState;

const STATE_STYLES: Readonly<Record<AnyState, keyof Styles>> = {
  none: 'dim',
  scheduled: 'dim',
  queued: 'blue',
  running: 'cyan',
  success: 'green',
  failed: 'red',
  skipped: 'magenta',
  upstream_failed: 'yellow',
  removed: 'dim',
  up_for_retry: 'yellow',
  up_for_reschedule: 'blue',
  deferred: 'magenta',
  awaiting_input: 'yellow',
  restarting: 'yellow',
};

/** The colour of a state, for `text` or for the state's own name. */
export function styleState(styles: Styles, state: AnyState, text: string = state): string {
  return styles[STATE_STYLES[state]](text);
}

/** One character per state, so that nothing is said by colour alone. */
export const STATE_MARKS: Readonly<Record<AnyState, string>> = {
  none: '·',
  scheduled: '◌',
  queued: '○',
  running: '◐',
  success: '✓',
  failed: '✗',
  skipped: '↷',
  upstream_failed: '⊘',
  removed: '−',
  up_for_retry: '↻',
  up_for_reschedule: '⏲',
  deferred: '⏸',
  awaiting_input: '?',
  restarting: '⟳',
};
