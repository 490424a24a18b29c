import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';

export const getVariable: Command = defineCommand({
  help: {
    description: 'Prints the value. A variable TRADEWIND_VAR_<KEY> of the environment goes before the database.',
    arguments: { key: { summary: 'The key of the variable.' } },
    options: {
      default: {
        kind: 'text',
        short: 'd',
        valueName: 'value',
        summary: 'What is printed when there is no such variable.',
      },
      json: { kind: 'flag', short: 'j', summary: 'Read the value as JSON, and print it indented.' },
    },
  },
  async run({ arguments: { key }, options }, { terminal, platform }) {
    const { variables } = await platform();
    const value = await variables.find(key).then(
      (variable) => variable.value,
      (error: unknown) => {
        const isMissing = (error as { readonly code?: unknown }).code === 'VARIABLE_NOT_FOUND';
        if (isMissing && options.default !== undefined) return options.default;
        throw error;
      },
    );
    terminal.write(`${options.json ? indent(key, value) : value}\n`);
    return undefined;
  },
});

function indent(key: string, value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch (cause) {
    throw new CommandFailedError(`Variable "${key}" is not JSON. Leave out --json to print it as it is.`, { cause });
  }
}
