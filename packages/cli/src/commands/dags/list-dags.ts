import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { DagSummary } from '../../ports/dags-port.ts';

const COLUMNS: readonly Column<DagSummary>[] = [
  { name: 'dag_id', kind: 'text', value: ({ dagId }) => dagId },
  { name: 'fileloc', kind: 'text', value: ({ file }) => file },
  { name: 'owners', kind: 'text', value: ({ owner }) => owner },
  { name: 'is_paused', kind: 'boolean', value: ({ isPaused }) => isPaused },
  { name: 'last_run', kind: 'state', value: ({ lastRunState }) => lastRunState },
  { name: 'next_run', kind: 'instant', value: ({ nextRunAfterAt }) => nextRunAfterAt },
  { name: 'tags', kind: 'list', value: ({ tags }) => tags },
  { name: 'is_active', kind: 'boolean', value: ({ isActive }) => isActive, isWide: true },
  { name: 'bundle_name', kind: 'text', value: ({ bundleName }) => bundleName, isWide: true },
  { name: 'last_run_after', kind: 'instant', value: ({ lastRunAfterAt }) => lastRunAfterAt, isWide: true },
  { name: 'description', kind: 'text', value: ({ description }) => description, isWide: true },
];

export const listDags: Command = defineCommand({
  help: {
    arguments: { search: { isOptional: true, summary: 'A part of the id; without it all DAGs are listed.' } },
    options: {
      paused: { kind: 'flag', summary: 'Only paused DAGs.' },
      unpaused: { kind: 'flag', summary: 'Only DAGs that are not paused.' },
      tag: { kind: 'text', valueName: 'tag', isRepeatable: true, summary: 'Only DAGs with one of these tags.' },
      all: { kind: 'flag', short: 'a', summary: 'Also DAGs that no file declares any more.' },
      ...OUTPUT_OPTION,
    },
    examples: [
      { command: 'tradewind dags list --tag finance', summary: 'The DAGs of one team' },
      { command: 'tradewind dags list -o json | jq -r ".[].dag_id"', summary: 'Only the ids' },
    ],
  },
  async run({ arguments: { search }, options: { paused, unpaused, tag, all, output } }, { terminal, platform }) {
    const { dags } = await platform();
    const rows = await dags.list({
      ...(search === undefined ? {} : { idContains: search }),
      ...(paused === unpaused ? {} : { isPaused: paused }),
      ...(tag.length === 0 ? {} : { tags: tag }),
      ...(all ? { isActive: 'any' } : {}),
    });
    printRows(terminal, { columns: COLUMNS, rows, output, empty: 'There are no such DAGs.' });
    return undefined;
  },
});
