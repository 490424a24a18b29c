import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import { readJsonFile } from '../read-json-file.ts';
import { SECRETS_STAY } from '../secrets-stay.ts';

/** Airflow's file: by key the value, or `{ value, description }`. A value that is no text is stored as its JSON. */
export const importVariables: Command = defineCommand({
  help: {
    description: 'Stores the variables of a JSON file, all or none.',
    arguments: { file: { summary: 'The file, or - for standard input.' } },
    options: {
      existing: {
        kind: 'choice',
        choices: ['overwrite', 'skip', 'fail'],
        default: 'overwrite',
        summary: 'What happens to variables that are stored already.',
      },
    },
  },
  async run({ arguments: { file }, options: { existing } }, { terminal, platform, files }) {
    const imported = (await readJsonFile(files, file)).map(([key, value]) => ({ key, ...readVariable(value) }));
    const { variables } = await platform();
    const known = new Set((await variables.list()).map(({ key }) => key));
    const clashing = imported.filter(({ key }) => known.has(key));
    if (existing === 'fail' && clashing.length > 0) {
      const keys = clashing.map(({ key }) => `"${key}"`).join(', ');
      throw new CommandFailedError(`These variables are stored already: ${keys}. Nothing was changed.`);
    }
    const chosen = existing === 'skip' ? imported.filter(({ key }) => !known.has(key)) : imported;
    const created = await variables.save(chosen);
    const skipped = imported.length - chosen.length;
    terminal.write(
      `Imported ${chosen.length} variables, ${created.length} of them new${skipped > 0 ? `; skipped ${skipped}` : ''}.\n`,
    );
    return undefined;
  },
});

export const exportVariables: Command = defineCommand({
  help: {
    description: 'Writes the variables of the database. Their values are left out unless --show-secrets is given.',
    arguments: { file: { summary: 'The file, or - for standard output.' } },
    options: { showSecrets: { kind: 'flag', summary: 'Write the values, readable by whoever reads the file.' } },
  },
  async run({ arguments: { file }, options: { showSecrets } }, { terminal, platform, files }) {
    const { variables, hidesSecrets } = await platform();
    const all = await variables.list();
    const content = Object.fromEntries(
      all.map(({ key, value, description }) => {
        const shown = showSecrets ? value : '***';
        return [key, description === null ? shown : { value: shown, description }];
      }),
    );
    await files.write(file, `${JSON.stringify(content, null, 2)}\n`);
    if (showSecrets && hidesSecrets) terminal.writeError(`${SECRETS_STAY}\n`);
    if (file !== '-') terminal.write(`Exported ${all.length} variables to ${file}.\n`);
    return undefined;
  },
});

function readVariable(value: unknown): { readonly value: string; readonly description: string | null } {
  const isDescribed = typeof value === 'object' && value !== null && 'value' in value && 'description' in value;
  if (!isDescribed) return { value: textOf(value), description: null };
  return { value: textOf(value.value), description: value.description === null ? null : textOf(value.description) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
