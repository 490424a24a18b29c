import { type Command, defineCommand } from '../../define-command.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

export const resetDatabase: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Deletes everything in the database, whatever made it, and brings it to the schema of this version.',
    arguments: {},
    options: YES_OPTION,
  },
  async run({ options: { yes } }, { terminal, services, config }) {
    const { maintenance } = await services();
    const { config: values } = await config();
    const { target } = await maintenance.check(values);
    await requireConsent(terminal, { yes, question: `Delete everything in ${target}?` });
    await maintenance.reset(values);
    terminal.write(`The database is empty, and its schema up to date.\n`);
    return undefined;
  },
});
