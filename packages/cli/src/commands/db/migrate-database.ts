import { type Command, defineCommand } from '../../define-command.ts';

export const migrateDatabase: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Brings the schema of the database to the one of this version. Several programs may do so at once.',
    arguments: {},
    options: {},
  },
  async run(_, { terminal, services, config }) {
    const { maintenance } = await services();
    const applied = await maintenance.migrate((await config()).config);
    const result = applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`;
    terminal.write(`${result}\n`);
    return undefined;
  },
});
