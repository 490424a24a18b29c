/** The states of task instances and runs: the word and the glyph of each, in one table over the union. */
import type { DagRunState, TaskInstanceState } from '@tradewind/model';
import type { LucideIcon } from 'lucide-react';
import {
  ArrowUp,
  Check,
  ChevronsRight,
  CircleDashed,
  CircleDot,
  Clock,
  Ellipsis,
  Hand,
  Minus,
  Moon,
  Play,
  Repeat,
  RotateCw,
  X,
} from 'lucide-react';
import type { MessageKey } from '../i18n/i18n.ts';

export interface StateLook {
  readonly label: MessageKey;
  readonly glyph: LucideIcon;
  /** The custom property that holds its colour. */
  readonly colour: `--tw-state-${TaskInstanceState}`;
}

export const STATE_LOOKS: Readonly<Record<TaskInstanceState, StateLook>> = {
  none: { label: 'state.none', glyph: CircleDashed, colour: '--tw-state-none' },
  scheduled: { label: 'state.scheduled', glyph: CircleDot, colour: '--tw-state-scheduled' },
  queued: { label: 'state.queued', glyph: Ellipsis, colour: '--tw-state-queued' },
  running: { label: 'state.running', glyph: Play, colour: '--tw-state-running' },
  success: { label: 'state.success', glyph: Check, colour: '--tw-state-success' },
  failed: { label: 'state.failed', glyph: X, colour: '--tw-state-failed' },
  skipped: { label: 'state.skipped', glyph: ChevronsRight, colour: '--tw-state-skipped' },
  upstream_failed: { label: 'state.upstream_failed', glyph: ArrowUp, colour: '--tw-state-upstream_failed' },
  removed: { label: 'state.removed', glyph: Minus, colour: '--tw-state-removed' },
  up_for_retry: { label: 'state.up_for_retry', glyph: RotateCw, colour: '--tw-state-up_for_retry' },
  up_for_reschedule: { label: 'state.up_for_reschedule', glyph: Clock, colour: '--tw-state-up_for_reschedule' },
  deferred: { label: 'state.deferred', glyph: Moon, colour: '--tw-state-deferred' },
  awaiting_input: { label: 'state.awaiting_input', glyph: Hand, colour: '--tw-state-awaiting_input' },
  restarting: { label: 'state.restarting', glyph: Repeat, colour: '--tw-state-restarting' },
};

/** The look of a state as the API says it; null is none. */
export function lookOf(state: string | null): StateLook {
  return STATE_LOOKS[(state ?? 'none') as TaskInstanceState | DagRunState] ?? STATE_LOOKS.none;
}
