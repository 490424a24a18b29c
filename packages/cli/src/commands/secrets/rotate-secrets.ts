import { type Command, defineCommand } from '../../define-command.ts';

export const rotateSecrets: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Encrypts every variable and connection with the first of the keys in core.secretKey, all or none. To change the key, put the new one before the old one, separated by a comma, restart everything, run this, and take the old one away. It may run while everything else does.',
    arguments: {},
    options: {},
    examples: [
      {
        command: 'TRADEWIND__CORE__SECRET_KEY="$(openssl rand -base64 32),$OLD_KEY" tradewind rotate-fernet-key',
        summary: 'From an old key to a new one',
      },
    ],
  },
  async run(_, { terminal, services, config }) {
    const { maintenance } = await services();
    const { variables, connections } = await maintenance.rotateSecrets((await config()).config);
    terminal.write(`Encrypted ${variables} variables and ${connections} connections with the first key.\n`);
    return undefined;
  },
});
