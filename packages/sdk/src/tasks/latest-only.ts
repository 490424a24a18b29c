import { nextRun, type SerializedTimetable } from '@tradewind/model';
import { currentBuilder } from '../building/dag-builder.ts';
import { makeHandle } from '../building/make-handle.ts';
import type { RuntimeContext } from '../context/create-task-context.ts';
import { checkId, checkOptions } from '../options/check-options.ts';
import { TASK_CHECKS } from '../options/task-checks.ts';
import type { TaskOptions } from '../options/task-options.ts';
import type { Handle } from '../wiring/handle.ts';

/**
 * Adds a task that lets only the newest run go on behind it: the tasks directly after it are skipped once the next run of
 * the schedule is due. Runs that somebody triggered always go on. Its result says whether the run went on.
 *
 * @throws {TaskOutsideDagError} outside the function of a `dag()`.
 * @example
 * dag('dashboard', { schedule: '@hourly', startDate: '2026-01-01', catchup: true }, () => {
 *   latestOnly('latest').before(empty('refresh'));
 * });
 */
export function latestOnly(id: string, options: TaskOptions = {}): Handle<boolean> {
  checkId('task', id);
  checkOptions(`Task "${id}"`, options, TASK_CHECKS);
  const builder = currentBuilder(id);
  const node = builder.addTask(
    {
      operator: 'latest_only',
      id,
      options,
      run: (_, context) => isLatest(builder.timetable, context as unknown as RuntimeContext),
      flow: 'latest_only',
      respectTriggerRules: true,
      isEmpty: false,
      params: null,
      fields: null,
    },
    undefined,
  );
  return makeHandle(node);
}

function isLatest(timetable: SerializedTimetable, { facts, services }: RuntimeContext): boolean {
  const { runType, dataIntervalStartAt, dataIntervalEndAt } = facts.run;
  if (runType === 'manual' || dataIntervalStartAt === null || dataIntervalEndAt === null) return true;
  const now = services.now();
  const dataInterval = { startAt: dataIntervalStartAt, endAt: dataIntervalEndAt };
  const next = nextRun(timetable, { lastRun: { dataInterval }, earliestAt: null, latestAt: null, catchup: true, now });
  return next === null || now <= next.runAfterAt;
}
