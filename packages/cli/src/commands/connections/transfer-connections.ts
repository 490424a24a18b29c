import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import { renderYaml } from '../../output/render-yaml.ts';
import type { Connection } from '../../ports/connections-port.ts';
import { readJsonFile } from '../read-json-file.ts';
import { SECRETS_STAY } from '../secrets-stay.ts';

/** Airflow's file: by id the URI as text, or an object with `conn_type`, `host`, `login` and so on. */
export const importConnections: Command = defineCommand({
  help: {
    description: 'Stores the connections of a JSON file, all or none.',
    arguments: { file: { summary: 'The file, or - for standard input.' } },
    options: {
      overwrite: {
        kind: 'flag',
        summary: 'Replace connections that are stored already; without it they are an error.',
      },
    },
  },
  async run({ arguments: { file }, options: { overwrite } }, { terminal, platform, files }) {
    const entries = await readJsonFile(files, file);
    const { connections } = await platform();
    const imported = await Promise.all(
      entries.map(([id, value]) => connections.parse(id, typeof value === 'string' ? value : JSON.stringify(value))),
    );
    const created = await connections.save(imported, { mayReplace: overwrite });
    terminal.write(`Imported ${imported.length} connections, ${created.length} of them new.\n`);
    return undefined;
  },
});

export const exportConnections: Command = defineCommand({
  help: {
    description:
      'Writes the connections of the database. Password and extra are left out unless --show-secrets is given.',
    arguments: { file: { summary: 'The file, or - for standard output.' } },
    options: {
      fileFormat: {
        kind: 'choice',
        choices: ['json', 'yaml', 'env'],
        default: 'json',
        summary: 'The form of the file; env writes id=URI lines.',
      },
      showSecrets: { kind: 'flag', summary: 'Write the secrets, readable by whoever reads the file.' },
    },
  },
  async run({ arguments: { file }, options: { fileFormat, showSecrets } }, { terminal, platform, files }) {
    if (fileFormat === 'env' && !showSecrets) {
      throw new CommandFailedError(
        'A URI holds the password: give --show-secrets to write it, or another --file-format.',
      );
    }
    const { connections, hidesSecrets } = await platform();
    if (fileFormat === 'env' && hidesSecrets) throw new CommandFailedError(`A URI holds the password. ${SECRETS_STAY}`);
    const all = await connections.list();
    const objects = Object.fromEntries(
      all.map((connection) => [connection.connectionId, objectOf(connection, showSecrets)]),
    );
    const lineOf = async (connection: Connection): Promise<string> =>
      `${connection.connectionId}=${await connections.toUri(connection)}\n`;
    const render = {
      json: async () => `${JSON.stringify(objects, null, 2)}\n`,
      yaml: async () => renderYaml(objects),
      env: async () => (await Promise.all(all.map(lineOf))).join(''),
    };
    await files.write(file, await render[fileFormat]());
    if (showSecrets && hidesSecrets) terminal.writeError(`${SECRETS_STAY}\n`);
    if (file !== '-') terminal.write(`Exported ${all.length} connections to ${file}.\n`);
    return undefined;
  },
});

function objectOf(connection: Connection, showSecrets: boolean): Readonly<Record<string, unknown>> {
  const { connType, description, host, login, password, schema, port, extra } = connection;
  const facts = { conn_type: connType, description, host, login, schema, port };
  return showSecrets ? { ...facts, password, extra } : facts;
}
