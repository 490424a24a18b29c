import type { TaskInstanceState } from '@tradewind/model';
import { isFinished } from '@tradewind/model';
import { pad } from '../output/display-width.ts';
import { friendlyDuration } from '../output/format-time.ts';
import { renderLogLine } from '../output/render-log-line.ts';
import { STATE_MARKS, styleState, stylesFor } from '../output/styles.ts';
import type { Clock } from '../ports/clock.ts';
import type { TestObserver } from '../ports/services.ts';
import type { Terminal } from '../ports/terminal.ts';
import { nameOf } from './run-progress.ts';

/** Longer results are cut: they are shown to be recognised, not to be read. */
const LONGEST_RESULT = 400;

export interface TestProgress extends TestObserver {
  /** How many tasks ended in each state. */
  readonly counts: ReadonlyMap<TaskInstanceState, number>;
}

/** Prints what a test tells as it comes: the log of each task behind its name, its states and its result. */
export function printTest(terminal: Terminal, clock: Clock): TestProgress {
  const styles = stylesFor(terminal);
  const startedAt = new Map<string, number>();
  const shown = new Map<string, string>();
  const counts = new Map<TaskInstanceState, number>();
  let width = 0;
  const column = (name: string): string => {
    width = Math.max(width, name.length);
    return pad(name, width);
  };
  return {
    counts,
    taskChanged(task) {
      const name = nameOf(task);
      const state = `${task.state} ${task.tryNumber}`;
      if (task.state === 'none' || task.state === 'scheduled' || shown.get(name) === state) return;
      shown.set(name, state);
      if (task.state === 'queued' || !startedAt.has(name)) startedAt.set(name, clock.now());
      if (task.state === 'queued') return;
      if (isFinished(task.state)) counts.set(task.state, (counts.get(task.state) ?? 0) + 1);
      const took =
        task.state === 'running' ? '' : styles.dim(` ${friendlyDuration(clock.now() - startedAt.get(name)!)}`);
      const tries = task.tryNumber > 1 ? styles.dim(` (try ${task.tryNumber})`) : '';
      const word = styleState(styles, task.state);
      terminal.write(
        `${styleState(styles, task.state, STATE_MARKS[task.state])} ${column(name)} ${word}${took}${tries}\n`,
      );
    },
    logged(line) {
      terminal.write(`${styles.dim('│')} ${column(nameOf(line))} ${renderLogLine(line, styles)}\n`);
    },
    returned(result) {
      terminal.write(
        `${styles.dim('│')} ${column(nameOf(result))} ${styles.dim('returned')} ${describeResult(result.value)}\n`,
      );
    },
  };
}

function describeResult(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value, plain) ?? String(value));
  return text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}… (${text.length} characters)` : text;
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
