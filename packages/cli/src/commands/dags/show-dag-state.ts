import type { DagId } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { styleState, stylesFor } from '../../output/styles.ts';

export const showDagState: Command = defineCommand({
  help: {
    description: 'Prints one word: queued, running, success or failed.',
    arguments: {
      dagId: { summary: 'The id of the DAG.' },
      run: { summary: 'The id of the run, or its logical date.' },
    },
    options: {},
  },
  async run({ arguments: { dagId, run } }, { terminal, platform }) {
    const { runs } = await platform();
    const { state } = await runs.find(dagId as DagId, run);
    terminal.write(`${styleState(stylesFor(terminal), state)}\n`);
    return undefined;
  },
});
