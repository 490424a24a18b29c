import type { DagId, SerializedTask } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';

const COLUMNS: readonly Column<SerializedTask>[] = [
  { name: 'task_id', kind: 'text', value: ({ taskId }) => taskId },
  { name: 'operator', kind: 'text', value: ({ operator }) => operator },
  { name: 'upstream_task_ids', kind: 'list', value: ({ upstream }) => upstream },
  { name: 'trigger_rule', kind: 'text', value: ({ triggerRule }) => triggerRule },
  { name: 'retries', kind: 'number', value: ({ retry }) => retry.retries },
  { name: 'pool', kind: 'text', value: ({ pool }) => pool },
  { name: 'group_id', kind: 'text', value: ({ groupId }) => groupId, isWide: true },
  { name: 'owner', kind: 'text', value: ({ owner }) => owner, isWide: true },
  { name: 'queue', kind: 'text', value: ({ queue }) => queue, isWide: true },
  { name: 'executor', kind: 'text', value: ({ executor }) => executor, isWide: true },
  { name: 'priority_weight', kind: 'number', value: ({ priorityWeight }) => priorityWeight, isWide: true },
  { name: 'execution_timeout', kind: 'duration', value: ({ executionTimeoutMs }) => executionTimeoutMs, isWide: true },
  { name: 'is_setup', kind: 'boolean', value: ({ isSetup }) => isSetup, isWide: true },
  { name: 'is_teardown', kind: 'boolean', value: ({ isTeardown }) => isTeardown, isWide: true },
];

export const listTasks: Command = defineCommand({
  help: {
    description: 'The tasks of the version in force, in the order in which they are declared.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: OUTPUT_OPTION,
  },
  async run({ arguments: { dagId }, options: { output } }, { terminal, platform }) {
    const { dags } = await platform();
    const { version, file } = await dags.find(dagId as DagId);
    if (version === null)
      throw new CommandFailedError(`${file} has not been loaded yet, so nothing is known of its tasks.`);
    printRows(terminal, { columns: COLUMNS, rows: version.serialized.tasks, output, empty: 'It has no tasks.' });
    return undefined;
  },
});
