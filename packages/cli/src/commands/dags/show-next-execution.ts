import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { PlannedRun } from '../../ports/dags-port.ts';

const COLUMNS: readonly Column<PlannedRun>[] = [
  { name: 'run_after', kind: 'instant', value: ({ runAfterAt }) => runAfterAt },
  { name: 'logical_date', kind: 'instant', value: ({ logicalDateAt }) => logicalDateAt },
  { name: 'data_interval_start', kind: 'instant', value: ({ dataIntervalStartAt }) => dataIntervalStartAt },
  { name: 'data_interval_end', kind: 'instant', value: ({ dataIntervalEndAt }) => dataIntervalEndAt },
];

export const showNextExecution: Command = defineCommand({
  help: {
    description:
      'The runs that the schedule of a DAG will create, also while it is paused. The exit code is 1 when there are none.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: {
      numExecutions: {
        kind: 'integer',
        short: 'n',
        valueName: 'count',
        min: 1,
        default: 1,
        summary: 'How many runs to show.',
      },
      ...OUTPUT_OPTION,
    },
  },
  async run({ arguments: { dagId }, options: { numExecutions, output } }, { terminal, platform }) {
    const { dags } = await platform();
    const dag = await dags.find(dagId as DagId);
    const rows = await dags.forecast(dag.dagId, numExecutions);
    if (dag.isPaused) terminal.writeError(`${dag.dagId} is paused: nothing is created until it is un-paused.\n`);
    printRows(terminal, {
      columns: COLUMNS,
      rows,
      output,
      empty: `The schedule of ${dag.dagId} creates no more runs.`,
    });
    return rows.length === 0 ? EXIT_CODES.failed.code : EXIT_CODES.done.code;
  },
});
