import { type Command, defineCommand } from '../../define-command.ts';

export const deleteConnection: Command = defineCommand({
  help: { arguments: { connectionId: { summary: 'The id of the connection.' } }, options: {} },
  async run({ arguments: { connectionId } }, { terminal, platform }) {
    const { connections } = await platform();
    await connections.delete(connectionId);
    terminal.write(`Deleted connection ${connectionId}.\n`);
    return undefined;
  },
});
