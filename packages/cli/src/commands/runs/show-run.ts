import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { printFacts } from '../../output/print-facts.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { TASK_INSTANCE_COLUMNS } from '../tasks/task-instance-columns.ts';
import { RUN_COLUMNS } from './run-columns.ts';

export const showRun: Command = defineCommand({
  help: {
    description: 'What is known of a run, and of its tasks in a table.',
    arguments: {
      dagId: { summary: 'The id of the DAG.' },
      run: { summary: 'The id of the run, or its logical date.' },
    },
    options: OUTPUT_OPTION,
  },
  async run({ arguments: { dagId, run: runIdOrDate }, options: { output } }, { terminal, platform }) {
    const { runs } = await platform();
    const { dagRunKey } = await runs.find(dagId as DagId, runIdOrDate);
    const { run, taskInstances } = await runs.snapshot(dagRunKey);
    printFacts(terminal, { columns: RUN_COLUMNS, row: run, output });
    if (output !== 'table') return undefined;
    terminal.write('\n');
    printRows(terminal, { columns: TASK_INSTANCE_COLUMNS, rows: taskInstances, output, empty: 'It has no tasks.' });
    return undefined;
  },
});
