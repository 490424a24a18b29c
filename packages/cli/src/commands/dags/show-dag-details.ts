import type { DagId } from '@tradewind/model';
import { describeTimetable } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { printFacts } from '../../output/print-facts.ts';
import { OUTPUT_OPTION } from '../../output/print-rows.ts';
import type { Dag } from '../../ports/dags-port.ts';

const COLUMNS: readonly Column<Dag>[] = [
  { name: 'dag_id', kind: 'text', value: ({ dagId }) => dagId },
  { name: 'description', kind: 'text', value: ({ description }) => description },
  { name: 'fileloc', kind: 'text', value: ({ file }) => file },
  { name: 'bundle_name', kind: 'text', value: ({ bundleName }) => bundleName },
  { name: 'owners', kind: 'text', value: ({ owner }) => owner },
  { name: 'tags', kind: 'list', value: ({ tags }) => tags },
  { name: 'is_paused', kind: 'boolean', value: ({ isPaused }) => isPaused },
  { name: 'is_active', kind: 'boolean', value: ({ isActive }) => isActive },
  {
    name: 'timetable',
    kind: 'text',
    value: ({ version }) => version && describeTimetable(version.serialized.timetable),
  },
  { name: 'catchup', kind: 'boolean', value: ({ version }) => version?.serialized.catchup },
  { name: 'start_date', kind: 'text', value: ({ version }) => version?.serialized.startDate },
  { name: 'end_date', kind: 'text', value: ({ version }) => version?.serialized.endDate },
  { name: 'next_run', kind: 'instant', value: ({ nextRunAfterAt }) => nextRunAfterAt },
  { name: 'next_data_interval_start', kind: 'instant', value: ({ nextIntervalStartAt }) => nextIntervalStartAt },
  { name: 'next_data_interval_end', kind: 'instant', value: ({ nextIntervalEndAt }) => nextIntervalEndAt },
  { name: 'max_active_runs', kind: 'number', value: ({ version }) => version?.serialized.maxActiveRuns },
  { name: 'max_active_tasks', kind: 'number', value: ({ version }) => version?.serialized.maxActiveTasks },
  { name: 'dag_run_timeout', kind: 'duration', value: ({ version }) => version?.serialized.dagRunTimeoutMs },
  { name: 'tasks', kind: 'number', value: ({ version }) => version?.serialized.tasks.length },
  { name: 'params', kind: 'json', value: ({ version }) => version?.serialized.params },
  { name: 'version_number', kind: 'number', value: ({ version }) => version?.number },
  { name: 'version_created_at', kind: 'instant', value: ({ version }) => version?.createdAt },
  { name: 'last_parsed_time', kind: 'instant', value: ({ lastParsedAt }) => lastParsedAt },
  { name: 'doc_md', kind: 'text', value: ({ version }) => version?.serialized.docMd },
];

export const showDagDetails: Command = defineCommand({
  help: {
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: OUTPUT_OPTION,
  },
  async run({ arguments: { dagId }, options: { output } }, { terminal, platform }) {
    const { dags } = await platform();
    printFacts(terminal, { columns: COLUMNS, row: await dags.find(dagId as DagId), output });
    return undefined;
  },
});
