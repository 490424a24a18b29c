import { DAG_RUN_STATES, DAG_RUN_TYPES, type DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { RUN_COLUMNS } from '../runs/run-columns.ts';

/** `dags list-runs <dag-id>` as Airflow has it, and `runs list [dag-id]`. */
export const listDagRuns: Command = listRunsCommand({
  dagId: { summary: 'The id of the DAG.' },
});

export const listRuns: Command = listRunsCommand({
  dagId: { isOptional: true, summary: 'The id of a DAG; without it the runs of all DAGs are listed.' },
});

function listRunsCommand<
  const Arguments extends { readonly dagId: { readonly summary: string; readonly isOptional?: true } },
>(argumentSpecs: Arguments): Command {
  return defineCommand({
    help: {
      description: 'The newest run comes first.',
      arguments: argumentSpecs as { readonly dagId: { readonly summary: string; readonly isOptional: true } },
      options: {
        state: { kind: 'choice', choices: DAG_RUN_STATES, isRepeatable: true, summary: 'Only runs in this state.' },
        type: { kind: 'choice', choices: DAG_RUN_TYPES, isRepeatable: true, summary: 'Only runs of this type.' },
        startDate: { kind: 'instant', short: 's', summary: 'Only runs with a logical date from here on.' },
        endDate: { kind: 'instant', short: 'e', summary: 'Only runs with a logical date up to here.' },
        limit: { kind: 'integer', valueName: 'count', min: 1, default: 50, summary: 'How many runs at most.' },
        ...OUTPUT_OPTION,
      },
    },
    async run({ arguments: { dagId }, options: { state, type, startDate, endDate, limit, output } }, ports) {
      const { runs } = await ports.platform();
      const rows = await runs.list({
        ...(dagId === undefined ? {} : { dagId: dagId as DagId }),
        ...(state.length === 0 ? {} : { states: state }),
        ...(type.length === 0 ? {} : { runTypes: type }),
        ...(startDate === undefined ? {} : { logicalDateFromAt: startDate }),
        ...(endDate === undefined ? {} : { logicalDateToAt: endDate }),
        limit,
      });
      printRows(ports.terminal, { columns: RUN_COLUMNS, rows, output, empty: 'There are no such runs.' });
      return undefined;
    },
  });
}
