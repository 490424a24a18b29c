import { type Command, defineCommand } from '../../define-command.ts';

export const setVariable: Command = defineCommand({
  help: {
    description:
      'Stores a variable, encrypted. The value - is read from standard input, so that it appears in no history.',
    arguments: {
      key: { summary: 'The key of the variable.' },
      value: { summary: 'The value, or - for standard input.' },
    },
    options: {
      description: { kind: 'text', valueName: 'text', summary: 'What it is for.' },
    },
    examples: [{ command: 'tradewind variables set api_token - < token.txt', summary: 'A secret, from a file' }],
  },
  async run({ arguments: { key, value }, options: { description } }, { terminal, platform, files }) {
    const text = value === '-' ? (await files.read('-')).replace(/\r?\n$/, '') : value;
    const { variables } = await platform();
    const created = await variables.save([{ key, value: text, description: description ?? null }]);
    terminal.write(`${created.length > 0 ? 'Created' : 'Changed'} variable ${key}.\n`);
    return undefined;
  },
});
