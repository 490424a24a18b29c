import { type Command, defineCommand } from '../../define-command.ts';

export const logOut: Command = defineCommand({
  help: {
    description:
      'Forgets the token of this address, and ends its session. A personal access token goes on until it is deleted in the UI.',
    arguments: {},
    options: {},
  },
  async run(_, { terminal, access }) {
    const opened = await access();
    const wasSignedIn = await opened.signOut();
    terminal.write(wasSignedIn ? `Signed out of ${opened.url}.\n` : `There was no token for ${opened.url}.\n`);
    const source = await opened.tokenSource();
    if (source !== null) terminal.writeError(`The token of the ${source} is still in force.\n`);
    return undefined;
  },
});
