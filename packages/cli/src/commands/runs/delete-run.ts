import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

export const deleteRun: Command = defineCommand({
  help: {
    description:
      'Deletes a run with its task instances and results. Tasks of it that run are ended. The files of logs stay.',
    arguments: {
      dagId: { summary: 'The id of the DAG.' },
      run: { summary: 'The id of the run, or its logical date.' },
    },
    options: YES_OPTION,
  },
  async run({ arguments: { dagId, run: runIdOrDate }, options: { yes } }, { terminal, platform }) {
    const { runs } = await platform();
    const run = await runs.find(dagId as DagId, runIdOrDate);
    await requireConsent(terminal, { yes, question: `Delete run "${run.runId}" of DAG "${run.dagId}"?` });
    await runs.delete(run.dagRunKey);
    terminal.write(`Deleted run ${run.runId} of ${run.dagId}.\n`);
    return undefined;
  },
});
