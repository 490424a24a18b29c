import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import type { Pool } from '../../ports/pools-port.ts';
import { readJsonFile } from '../read-json-file.ts';

/** The form of Airflow's file: by name `{ slots, description, include_deferred }`. */
export const importPools: Command = defineCommand({
  help: {
    description: 'Creates or changes the pools of a JSON file, all or none.',
    arguments: { file: { summary: 'The file, or - for standard input.' } },
    options: {},
  },
  async run({ arguments: { file } }, { terminal, platform, files }) {
    const entries = await readJsonFile(files, file);
    const imported = entries.map(([name, value]) => readPool(file, name, value));
    const { pools } = await platform();
    const created = await pools.save(imported);
    terminal.write(`Imported ${imported.length} pools, ${created.length} of them new.\n`);
    return undefined;
  },
});

export const exportPools: Command = defineCommand({
  help: {
    arguments: { file: { summary: 'The file, or - for standard output.' } },
    options: {},
  },
  async run({ arguments: { file } }, { terminal, platform, files }) {
    const { pools } = await platform();
    const all = await pools.list();
    const content = Object.fromEntries(
      all.map(({ name, slots, description, includeDeferred }) => [
        name,
        { slots, description, include_deferred: includeDeferred },
      ]),
    );
    await files.write(file, `${JSON.stringify(content, null, 2)}\n`);
    if (file !== '-') terminal.write(`Exported ${all.length} pools to ${file}.\n`);
    return undefined;
  },
});

function readPool(file: string, name: string, value: unknown): Omit<Pool, 'occupied'> {
  const given = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { slots, description = '', include_deferred: includeDeferred = false } = given;
  const isValid = typeof slots === 'number' && typeof description === 'string' && typeof includeDeferred === 'boolean';
  if (isValid) return { name, slots, description, includeDeferred };
  throw new CommandFailedError(
    `Expected pool "${name}" in ${file} to be { "slots": number, "description": text, "include_deferred": true or false }.`,
  );
}
