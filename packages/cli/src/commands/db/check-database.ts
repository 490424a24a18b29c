import { type Command, defineCommand } from '../../define-command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';

export const checkDatabase: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Whether the database can be reached and has the schema of this version. The exit code is 4 when not.',
    arguments: {},
    options: {},
  },
  async run(_, { terminal, services, config }) {
    const { maintenance } = await services();
    const { target, serverVersion, pending } = await maintenance.check((await config()).config);
    terminal.write(`PostgreSQL ${serverVersion} at ${target}\n`);
    if (pending.length === 0) {
      terminal.write('The schema is up to date.\n');
      return undefined;
    }
    terminal.write(`The schema lacks ${pending.join(', ')}. "tradewind db migrate" applies it.\n`);
    return EXIT_CODES.database.code;
  },
});
