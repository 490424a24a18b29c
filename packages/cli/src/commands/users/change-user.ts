import { type Command, defineCommand } from '../../define-command.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';
import { PASSWORD_OPTION, readPassword, sayPassword } from './read-password.ts';

const username = { summary: 'The name of the user.' } as const;
const role = { summary: 'The name of the role.' } as const;

export const deleteUser: Command = defineCommand({
  help: {
    description: 'Its tokens stop working at once. What it did stays on record.',
    arguments: { username },
    options: YES_OPTION,
  },
  async run({ arguments: { username: name }, options: { yes } }, { terminal, platform }) {
    await requireConsent(terminal, { yes, question: `Delete user ${name}?` });
    const { people } = await platform();
    await people.deleteUser(name);
    terminal.write(`Deleted user ${name}.\n`);
    return undefined;
  },
});

export const resetUserPassword: Command = defineCommand({
  help: {
    description: 'Ends every session of the user. API tokens go on working.',
    arguments: { username },
    options: PASSWORD_OPTION,
  },
  async run({ arguments: { username: name }, options }, ports) {
    const { people } = await ports.platform();
    const made = await people.resetPassword(name, await readPassword(options.password, ports));
    ports.terminal.write(`Changed the password of user ${name}.\n${sayPassword(name, made)}`);
    return undefined;
  },
});

export const addUserRole: Command = defineCommand({
  help: { arguments: { username, role }, options: {} },
  async run({ arguments: { username: name, role: added } }, { terminal, platform }) {
    const { people } = await platform();
    await people.addRole(name, added);
    terminal.write(`Gave user ${name} the role ${added}.\n`);
    return undefined;
  },
});

export const removeUserRole: Command = defineCommand({
  help: { arguments: { username, role }, options: {} },
  async run({ arguments: { username: name, role: removed } }, { terminal, platform }) {
    const { people } = await platform();
    await people.removeRole(name, removed);
    terminal.write(`Took the role ${removed} from user ${name}.\n`);
    return undefined;
  },
});
