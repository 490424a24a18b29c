/** All keys of the app, in one table: what listens for a key and the help dialog read it alike. */
import type { MessageKey } from '../i18n/i18n.ts';

export type KeyScope = 'anywhere' | 'list' | 'dag' | 'deed' | 'log';

export interface KeyBinding {
  readonly scope: KeyScope;
  /** Names of keys as `KeyboardEvent.key` says them; one after another, with a blank between. */
  readonly keys: string;
  readonly label: MessageKey;
}

export const KEYS = {
  help: { scope: 'anywhere', keys: '?', label: 'key.help' },
  goDags: { scope: 'anywhere', keys: 'g d', label: 'key.goDags' },
  goRuns: { scope: 'anywhere', keys: 'g r', label: 'key.goRuns' },
  toggleRail: { scope: 'anywhere', keys: 'b', label: 'key.toggleRail' },
  focusFilter: { scope: 'list', keys: '/', label: 'key.focusFilter' },
  nextRow: { scope: 'list', keys: 'j', label: 'key.nextRow' },
  previousRow: { scope: 'list', keys: 'k', label: 'key.previousRow' },
  openRow: { scope: 'list', keys: 'Enter', label: 'key.openRow' },
  selectRow: { scope: 'list', keys: 'x', label: 'key.selectRow' },
  trigger: { scope: 'dag', keys: 't', label: 'key.trigger' },
  pause: { scope: 'dag', keys: 'p', label: 'key.pause' },
  clear: { scope: 'deed', keys: 'r', label: 'key.clear' },
  markSuccess: { scope: 'deed', keys: 'S', label: 'key.markSuccess' },
  markFailed: { scope: 'deed', keys: 'F', label: 'key.markFailed' },
  why: { scope: 'deed', keys: 'w', label: 'key.why' },
  logFind: { scope: 'log', keys: '/', label: 'key.logFind' },
  logNextMatch: { scope: 'log', keys: 'n', label: 'key.logNextMatch' },
  logPreviousMatch: { scope: 'log', keys: 'N', label: 'key.logPreviousMatch' },
  logNextError: { scope: 'log', keys: 'e', label: 'key.logNextError' },
  logPreviousError: { scope: 'log', keys: 'E', label: 'key.logPreviousError' },
  logTop: { scope: 'log', keys: 'g g', label: 'key.logTop' },
  logEnd: { scope: 'log', keys: 'G', label: 'key.logEnd' },
  logFollow: { scope: 'log', keys: 'F', label: 'key.logFollow' },
  logWrap: { scope: 'log', keys: 'w', label: 'key.logWrap' },
  logCopy: { scope: 'log', keys: 'c', label: 'key.logCopy' },
} as const satisfies Readonly<Record<string, KeyBinding>>;

export type KeyName = keyof typeof KEYS;
