import { type Command, defineCommand } from '../../define-command.ts';

export const deleteVariable: Command = defineCommand({
  help: { arguments: { key: { summary: 'The key of the variable.' } }, options: {} },
  async run({ arguments: { key } }, { terminal, platform }) {
    const { variables } = await platform();
    await variables.delete(key);
    terminal.write(`Deleted variable ${key}.\n`);
    return undefined;
  },
});
