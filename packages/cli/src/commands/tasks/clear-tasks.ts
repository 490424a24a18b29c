import type { DagId, TaskId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { ClearedTask, ClearRequest } from '../../ports/tasks-port.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

const COLUMNS: readonly Column<ClearedTask>[] = [
  { name: 'run_id', kind: 'text', value: ({ runId }) => runId },
  { name: 'task_id', kind: 'text', value: ({ taskId }) => taskId },
  { name: 'map_index', kind: 'number', value: ({ mapIndex }) => mapIndex, isWide: true },
  { name: 'state', kind: 'state', value: ({ state }) => state },
];

export const clearTasks: Command = defineCommand({
  help: {
    description:
      'Cleared tasks run again, with all of their tries; a running one is ended first. Finished runs are queued again. Setups and teardowns of the tasks are cleared with them. Shows what it would clear, and asks.',
    arguments: {
      dagId: { summary: 'The id of the DAG.' },
      taskIds: { isOptional: true, isRepeatable: true, summary: 'The ids of the tasks; without them all tasks.' },
    },
    options: {
      run: { kind: 'text', short: 'r', valueName: 'id', summary: 'Only in this run, by its id or its logical date.' },
      startDate: { kind: 'instant', short: 's', summary: 'Only in runs with a logical date from here on.' },
      endDate: { kind: 'instant', short: 'e', summary: 'Only in runs with a logical date up to here.' },
      upstream: { kind: 'flag', short: 'u', summary: 'Also everything that the tasks depend on.' },
      downstream: { kind: 'flag', short: 'd', summary: 'Also everything that depends on the tasks.' },
      onlyFailed: { kind: 'flag', short: 'f', summary: 'Only what has failed, or whose upstream has.' },
      onlyRunning: { kind: 'flag', summary: 'Only what is running.' },
      dryRun: { kind: 'flag', short: 'n', summary: 'Show what would be cleared, and change nothing.' },
      ...YES_OPTION,
      ...OUTPUT_OPTION,
    },
    examples: [
      {
        command: 'tradewind tasks clear sales load -r scheduled__2026-03-01T06:00:00+00:00 --downstream',
        summary: 'A task of one run, with what follows it',
      },
      {
        command: 'tradewind tasks clear sales -s 2026-03-01 -e 2026-03-07 --only-failed --yes',
        summary: 'What failed in a week',
      },
    ],
  },
  async run({ arguments: { dagId, taskIds }, options }, { terminal, platform }) {
    const { run, startDate, endDate, dryRun, yes, output } = options;
    if (run !== undefined && (startDate !== undefined || endDate !== undefined)) {
      throw new UsageError('Give either --run, or --start-date and --end-date.', 'tasks clear');
    }
    const { tasks } = await platform();
    const request: ClearRequest = {
      dagId: dagId as DagId,
      ...(taskIds.length === 0 ? {} : { taskIds: taskIds as readonly TaskId[] }),
      ...(run === undefined ? {} : { runId: run }),
      ...(startDate === undefined ? {} : { logicalDateFromAt: startDate }),
      ...(endDate === undefined ? {} : { logicalDateToAt: endDate }),
      withUpstream: options.upstream,
      withDownstream: options.downstream,
      onlyFailed: options.onlyFailed,
      onlyRunning: options.onlyRunning,
      isDryRun: true,
    };
    const empty = 'There is nothing to clear.';
    const planned = dryRun || !yes ? await tasks.clear(request) : null;
    if (planned !== null) {
      printRows(terminal, { columns: COLUMNS, rows: planned, output, empty });
      if (dryRun || planned.length === 0) return undefined;
      await requireConsent(terminal, { yes, question: `Clear ${countOf(planned)}?` });
    }
    const cleared = await tasks.clear({ ...request, isDryRun: false });
    if (planned === null) printRows(terminal, { columns: COLUMNS, rows: cleared, output, empty });
    if (cleared.length > 0) terminal.writeError(`Cleared ${countOf(cleared)}.\n`);
    return undefined;
  },
});

function countOf(cleared: readonly ClearedTask[]): string {
  const runs = new Set(cleared.map(({ runId }) => runId)).size;
  const tasks = `${cleared.length} task ${cleared.length === 1 ? 'instance' : 'instances'}`;
  return `${tasks} in ${runs} ${runs === 1 ? 'run' : 'runs'}`;
}
