import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

export const deleteDag: Command = defineCommand({
  help: {
    description:
      'Deletes a DAG with its versions, runs, task instances and results. The files of logs stay. A DAG that a file still declares is added again at its next scan, without history.',
    arguments: { dagId: { summary: 'The id of the DAG.' } },
    options: YES_OPTION,
  },
  async run({ arguments: { dagId }, options: { yes } }, { terminal, platform }) {
    const { dags } = await platform();
    const dag = await dags.find(dagId as DagId);
    await requireConsent(terminal, { yes, question: `Delete DAG "${dag.dagId}" with all of its runs?` });
    const runCount = await dags.delete(dag.dagId);
    terminal.write(`Deleted ${dag.dagId} with ${runCount} ${runCount === 1 ? 'run' : 'runs'}.\n`);
    if (dag.isActive) terminal.writeError(`${dag.file} still declares it, so that the next scan adds it again.\n`);
    return undefined;
  },
});
