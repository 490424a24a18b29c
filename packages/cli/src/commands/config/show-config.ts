import { didYouMean } from '@tradewind/model';
import type { LoadedConfig } from '@tradewind/server/config';
import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';

interface ConfigRow {
  readonly key: string;
  readonly value: unknown;
  readonly source: string;
  readonly variable: string;
}

const COLUMNS: readonly Column<ConfigRow>[] = [
  { name: 'key', kind: 'text', value: ({ key }) => key },
  { name: 'value', kind: 'json', value: ({ value }) => value },
  { name: 'source', kind: 'text', value: ({ source }) => source },
  { name: 'variable', kind: 'text', value: ({ variable }) => variable, isWide: true },
];

export const listConfig: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Every option with its value and where that comes from. Secrets are hidden.',
    arguments: {},
    options: {
      section: { kind: 'text', valueName: 'name', summary: 'Only the options of one section.' },
      changed: { kind: 'flag', summary: 'Only what differs from its default.' },
      ...OUTPUT_OPTION,
    },
  },
  async run({ options: { section, changed, output } }, { terminal, config }) {
    const all = await readRows(await config());
    const rows = all.filter(
      ({ key, source }) =>
        (section === undefined || key.startsWith(`${section}.`)) && !(changed && source === 'default'),
    );
    printRows(terminal, { columns: COLUMNS, rows, output, empty: 'There are no such options.' });
    return undefined;
  },
});

export const getConfigValue: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Prints one value. Durations are printed in milliseconds, secrets not at all.',
    arguments: {
      section: { summary: 'The section, such as core; or section.option in one word.' },
      option: { isOptional: true, summary: 'The option, such as parallelism.' },
    },
    options: {},
  },
  async run({ arguments: { section, option } }, { terminal, config }) {
    const key = option === undefined ? section : `${section}.${option}`;
    const rows = await readRows(await config());
    const row = rows.find((candidate) => candidate.key === key);
    if (row === undefined) {
      const known = rows.map((candidate) => candidate.key);
      throw new CommandFailedError(
        `There is no option "${key}".${didYouMean(key, known) || ' "tradewind config list" shows all.'}`,
      );
    }
    terminal.write(`${row.value ?? ''}\n`);
    return undefined;
  },
});

async function readRows({ config, origins }: LoadedConfig): Promise<readonly ConfigRow[]> {
  const { describeOrigin, listConfigOptions, parsedNameOf } = await import('@tradewind/server/config');
  return listConfigOptions().map((place) => {
    const { key, section, option, variable } = place;
    const value = (config[section] as Readonly<Record<string, unknown>>)[parsedNameOf(place)];
    return {
      key,
      value: option.isSecret === true && value !== null ? '***' : value,
      source: describeOrigin(origins.get(key)!),
      variable,
    };
  });
}
