/** What is shown of a run while somebody waits for it. Pure: snapshots in, text out. */
import { isFinished, type TaskInstanceState, whyItEnded } from '@tradewind/model';
import { pad, truncate } from '../output/display-width.ts';
import { friendlyDuration } from '../output/format-time.ts';
import { STATE_MARKS, type Styles, styleState } from '../output/styles.ts';
import type { RunSnapshot, TaskInstance } from '../ports/runs-port.ts';

export interface ProgressView {
  readonly styles: Styles;
  readonly columns: number;
  /** At most so many lines. */
  readonly rows: number;
  /** Milliseconds since the epoch, for what is still running. */
  readonly now: number;
}

/** Tasks that did not run are named up to this number at the end. */
const MOST_NOT_RUN = 10;

/** The whole of a run, line by line, to be drawn over the last one. */
export function renderProgress(snapshot: RunSnapshot, view: ProgressView): readonly string[] {
  const { run, taskInstances } = snapshot;
  const { styles } = view;
  const shown = chooseTasks(taskInstances, view.rows - 2);
  const width = Math.min(view.columns - 24, Math.max(8, ...shown.map((task) => nameOf(task).length)));
  const lines = shown.map((task) => `  ${taskLine(task, width, view)}`);
  const hidden = taskInstances.length - shown.length;
  return [
    `${styleState(styles, run.state)} ${styles.bold(run.dagId)} ${styles.dim(run.runId)}`,
    ...lines,
    ...(hidden > 0 ? [styles.dim(`  … and ${hidden} more: ${countStates(taskInstances)}`)] : []),
  ];
}

/** One line for a change, for a log or a pipe. */
export function renderChange(task: TaskInstance, styles: Styles): string {
  const tries = task.tryNumber > 1 ? styles.dim(` (try ${task.tryNumber} of ${task.maxTries + 1})`) : '';
  const took = isFinished(task.state) ? durationOf(task, task.finishedAt) : '';
  return `${STATE_MARKS[task.state]} ${nameOf(task)} ${styleState(styles, task.state)}${took === '' ? '' : ` ${styles.dim(took)}`}${tries}${causeOf(task)}`;
}

/** How a run ended, with what failed and what did not run. */
export function renderEnd({ run, taskInstances }: RunSnapshot, styles: Styles): string {
  const took =
    run.startedAt === null || run.finishedAt === null ? '' : ` in ${friendlyDuration(run.finishedAt - run.startedAt)}`;
  const lineOf = (task: TaskInstance): string =>
    `  ${styleState(styles, task.state, STATE_MARKS[task.state])} ${nameOf(task)}${causeOf(task)}`;
  const failed = taskInstances.filter(({ state }) => state === 'failed').map(lineOf);
  const notRun = taskInstances.filter(({ state }) => state === 'skipped' || state === 'upstream_failed').map(lineOf);
  const hidden = notRun.length - MOST_NOT_RUN;
  const lines = [...failed, ...notRun.slice(0, MOST_NOT_RUN), ...(hidden > 0 ? [`  … and ${hidden} more`] : [])];
  const head = `Run ${run.runId} of ${run.dagId}: ${styleState(styles, run.state)}${took} ${styles.dim(`(${countStates(taskInstances)})`)}`;
  return [head, ...lines, ''].join('\n');
}

/** `task`, or `task[3]` for an instance of a mapped one. */
export function nameOf({ taskId, mapIndex }: Pick<TaskInstance, 'taskId' | 'mapIndex'>): string {
  return mapIndex === -1 ? taskId : `${taskId}[${mapIndex}]`;
}

/** Those under way come first when not all fit, then what failed, then what ended last. */
function chooseTasks(tasks: readonly TaskInstance[], room: number): readonly TaskInstance[] {
  const inOrder = tasks.toSorted(
    (one, other) => startOf(one) - startOf(other) || nameOf(one).localeCompare(nameOf(other)),
  );
  if (inOrder.length <= room) return inOrder;
  const chosen = new Set(
    inOrder.toSorted((one, other) => interest(other) - interest(one)).slice(0, Math.max(0, room - 1)),
  );
  return inOrder.filter((task) => chosen.has(task));
}

function interest({ state, finishedAt }: TaskInstance): number {
  if (state === 'running' || state === 'restarting') return Number.MAX_SAFE_INTEGER;
  if (state === 'failed') return Number.MAX_SAFE_INTEGER - 1;
  if (state === 'queued' || state === 'up_for_retry') return Number.MAX_SAFE_INTEGER - 2;
  return finishedAt ?? 0;
}

function startOf({ startedAt, finishedAt }: TaskInstance): number {
  return startedAt ?? finishedAt ?? Number.MAX_SAFE_INTEGER;
}

function taskLine(task: TaskInstance, width: number, { styles, now }: ProgressView): string {
  const name = pad(truncate(nameOf(task), width), width);
  const took = durationOf(task, task.finishedAt ?? (task.state === 'running' ? now : null));
  const tries = task.tryNumber > 1 ? ` try ${task.tryNumber}` : '';
  const mark = styleState(styles, task.state, STATE_MARKS[task.state]);
  return `${mark} ${name}  ${styleState(styles, task.state)} ${styles.dim(`${took}${tries}`)}`.trimEnd();
}

function durationOf({ startedAt }: TaskInstance, endAt: number | null): string {
  return startedAt === null || endAt === null ? '' : friendlyDuration(Math.max(0, endAt - startedAt));
}

/** What went wrong, or why it did not run; empty when there is nothing to tell. */
function causeOf({ error, reason, state }: TaskInstance): string {
  if (state === 'skipped' || state === 'upstream_failed') {
    const why = whyItEnded(reason);
    return why === null ? '' : `: ${why}`;
  }
  if (error === null || (state !== 'failed' && state !== 'up_for_retry')) return '';
  return `: ${error.name}: ${error.message.split('\n')[0]}`;
}

function countStates(tasks: readonly { readonly state: TaskInstanceState }[]): string {
  const counts = new Map<TaskInstanceState, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ') || 'no tasks';
}
