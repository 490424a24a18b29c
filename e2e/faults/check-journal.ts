/**
 * Whether what tasks wrote down while they ran fits to what is recorded.
 *
 * A task may have run more often than is recorded: when a kill came between its end and the commit. It must never have
 * run less often, nor in another order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { nameOf } from './check-runs.ts';
import type { RecordedRun, RecordedTask } from './recorded.ts';

export interface JournalLine {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
  readonly event: 'start' | 'end' | 'fail';
  readonly pid: number;
  /** Its place in the journal. */
  readonly place: number;
}

export function readJournal(path: string): readonly JournalLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line, place) => ({ ...JSON.parse(line), place }));
}

export function checkJournal(runs: readonly RecordedRun[], journal: readonly JournalLine[]): readonly string[] {
  const linesOf = Map.groupBy(journal, (line) => `${line.dagId}/${line.runId}/${line.taskId}`);
  return runs.flatMap((run) => {
    const lines = (taskId: string): readonly JournalLine[] => linesOf.get(`${run.dagId}/${run.runId}/${taskId}`) ?? [];
    return [...run.tasks.values()].flatMap((task) =>
      [...checkExecutions(task, lines(task.taskId)), ...checkOrder(run, task, lines)].map(
        (sentence) => `${nameOf(run)}: ${task.taskId}: ${sentence}`,
      ),
    );
  });
}

/** The branch of `chosen` writes nothing down. */
const SILENT = new Set(['choose']);

function checkExecutions({ taskId, state, tryNumber }: RecordedTask, lines: readonly JournalLine[]): readonly string[] {
  if (SILENT.has(taskId)) return [];
  const ends = (event: 'end' | 'fail'): boolean =>
    lines.some((line) => line.event === event && line.tryNumber === tryNumber);
  const wrong = checkOverlap(lines);
  if (state === 'success' && !ends('end')) return [...wrong, `try ${tryNumber} succeeded and never came to its end`];
  if (state === 'failed' && !ends('fail')) return [...wrong, `try ${tryNumber} failed and never came to that`];
  const mayRun = state === 'success' || state === 'failed';
  return mayRun || lines.length === 0 ? wrong : [...wrong, `it is ${state}, and ran`];
}

/** What ends must be what started last: else two executions of one task instance ran at the same time. */
function checkOverlap(lines: readonly JournalLine[]): string[] {
  let running: JournalLine | null = null;
  const wrong: string[] = [];
  for (const line of lines) {
    if (line.event === 'start') running = line;
    else if (running?.pid !== line.pid || running.tryNumber !== line.tryNumber) {
      wrong.push(`try ${line.tryNumber} ended while try ${running?.tryNumber} ran`);
    }
  }
  return wrong;
}

/** An upstream task that ran had ended, for good, when this one began. */
function checkOrder(
  run: RecordedRun,
  task: RecordedTask,
  linesOf: (taskId: string) => readonly JournalLine[],
): readonly string[] {
  const began = linesOf(task.taskId)[0]?.place;
  if (began === undefined) return [];
  const upstream = run.graph.find(({ taskId }) => taskId === task.taskId)?.upstream ?? [];
  return upstream.flatMap((taskId) => {
    const lines = linesOf(taskId);
    if (lines.length === 0) return [];
    if (lines.some(({ place, event }) => event === 'start' && place > began))
      return [`${taskId} ran again after it began`];
    return lines.some(({ place, event }) => event !== 'start' && place < began)
      ? []
      : [`it began before ${taskId} ended`];
  });
}
