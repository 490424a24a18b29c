import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { TASK_INSTANCE_COLUMNS } from './task-instance-columns.ts';

export const listTaskStates: Command = defineCommand({
  help: {
    arguments: {
      dagId: { summary: 'The id of the DAG.' },
      run: { summary: 'The id of the run, or its logical date.' },
    },
    options: OUTPUT_OPTION,
  },
  async run({ arguments: { dagId, run }, options: { output } }, { terminal, platform }) {
    const { runs } = await platform();
    const { dagRunKey } = await runs.find(dagId as DagId, run);
    const { taskInstances } = await runs.snapshot(dagRunKey);
    printRows(terminal, { columns: TASK_INSTANCE_COLUMNS, rows: taskInstances, output, empty: 'It has no tasks.' });
    return undefined;
  },
});
