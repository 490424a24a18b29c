import { type Command, defineCommand } from '../../define-command.ts';
import { styleState, stylesFor } from '../../output/styles.ts';
import { findTaskInstance, MAP_INDEX_OPTION, TASK_INSTANCE_ARGUMENTS } from './find-task-instance.ts';

export const showTaskState: Command = defineCommand({
  help: {
    description: 'Prints one word, such as running or up_for_retry.',
    arguments: TASK_INSTANCE_ARGUMENTS,
    options: MAP_INDEX_OPTION,
  },
  async run({ arguments: names, options: { mapIndex } }, { terminal, platform }) {
    const { task } = await findTaskInstance(await platform(), { ...names, mapIndex });
    terminal.write(`${styleState(stylesFor(terminal), task.state)}\n`);
    return undefined;
  },
});
