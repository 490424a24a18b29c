import { type Command, defineCommand } from '../../define-command.ts';
import { PASSWORD_OPTION, readPassword, sayPassword } from './read-password.ts';

export const createUser: Command = defineCommand({
  help: {
    description: 'A user without a role may do nothing.',
    arguments: { username: { summary: 'The name to sign in with.' } },
    options: {
      role: { kind: 'text', short: 'r', valueName: 'role', isRepeatable: true, summary: 'A role; may be given again.' },
      email: { kind: 'text', short: 'e', valueName: 'address', summary: 'The e-mail address.' },
      firstname: { kind: 'text', short: 'f', valueName: 'name', summary: 'The first name.' },
      lastname: { kind: 'text', short: 'l', valueName: 'name', summary: 'The last name.' },
      ...PASSWORD_OPTION,
    },
    examples: [
      { command: 'tradewind users create ada --role Viewer', summary: 'Somebody who looks' },
      { command: 'tradewind users create ops --role Op -p - < password.txt', summary: 'With a password from a file' },
    ],
  },
  async run({ arguments: { username }, options }, ports) {
    const { people } = await ports.platform();
    const { role: roles, email = null, firstname: firstName = '', lastname: lastName = '' } = options;
    const password = await readPassword(options.password, ports);
    const made = await people.createUser({ username, email, firstName, lastName, roles, password });
    ports.terminal.write(`Created user ${username}.\n${sayPassword(username, made)}`);
    return undefined;
  },
});
