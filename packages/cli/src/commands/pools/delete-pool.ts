import { type Command, defineCommand } from '../../define-command.ts';

export const deletePool: Command = defineCommand({
  help: {
    description: 'Tasks that name a pool which does not exist wait until it does.',
    arguments: { name: { summary: 'The name of the pool.' } },
    options: {},
  },
  async run({ arguments: { name } }, { terminal, platform }) {
    const { pools } = await platform();
    await pools.delete(name);
    terminal.write(`Deleted pool ${name}.\n`);
    return undefined;
  },
});
