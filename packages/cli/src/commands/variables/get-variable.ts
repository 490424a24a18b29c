import { HIDDEN } from '@tradewind/model';
import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import { SECRETS_STAY } from '../secrets-stay.ts';

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
    const { variables, hidesSecrets } = await platform();
    const value = await variables.find(key).then(
      (variable) => variable.value,
      (error: unknown) => {
        if (isMissing(error) && options.default !== undefined) return options.default;
        throw error;
      },
    );
    terminal.write(`${options.json && value !== HIDDEN ? indent(key, value) : value}\n`);
    if (hidesSecrets && value.includes(HIDDEN)) terminal.writeError(`${SECRETS_STAY}\n`);
    return undefined;
  },
});

/** By the code of the platform, or by the status of the API. */
function isMissing(error: unknown): boolean {
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  return code === 'VARIABLE_NOT_FOUND' || status === 404;
}

function indent(key: string, value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch (cause) {
    throw new CommandFailedError(`Variable "${key}" is not JSON. Leave out --json to print it as it is.`, { cause });
  }
}
