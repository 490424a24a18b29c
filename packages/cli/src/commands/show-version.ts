import { type Command, defineCommand } from '../define-command.ts';
import { programVersion } from '../program-version.ts';

export const showVersion: Command = defineCommand({
  help: {
    isLocal: true,
    arguments: {},
    options: {},
  },
  async run(_, { terminal }) {
    terminal.write(`${programVersion()}\n`);
    return undefined;
  },
});
