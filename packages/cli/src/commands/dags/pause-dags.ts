import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';

export const pauseDags: Command = pauseCommand(true);
export const unpauseDags: Command = pauseCommand(false);

function pauseCommand(isPaused: boolean): Command {
  return defineCommand({
    help: {
      description: isPaused
        ? 'Tasks that are running go on to their end; nothing else of the DAG starts until it is un-paused.'
        : 'What became due in the meantime runs by the catch-up setting of the DAG.',
      arguments: { dagIds: { isRepeatable: true, summary: 'The ids of the DAGs.' } },
      options: {},
      examples: [
        { command: `tradewind dags ${isPaused ? 'pause' : 'unpause'} sales stock`, summary: 'Two DAGs at once' },
      ],
    },
    async run({ arguments: { dagIds } }, { terminal, platform }) {
      const { dags } = await platform();
      const changed = await dags.setPaused(dagIds as readonly DagId[], isPaused);
      for (const dagId of dagIds) {
        const already = changed.includes(dagId as DagId) ? '' : 'already ';
        terminal.write(`${dagId} is ${already}${isPaused ? 'paused' : 'un-paused'}.\n`);
      }
      return undefined;
    },
  });
}
