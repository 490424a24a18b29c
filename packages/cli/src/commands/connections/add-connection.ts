import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';

const PARTS = ['connType', 'connHost', 'connPort', 'connLogin', 'connPassword', 'connSchema', 'connExtra'] as const;

export const addConnection: Command = defineCommand({
  help: {
    description: 'Stores a connection; its password and extra are encrypted. Give it as one URI, as JSON, or in parts.',
    arguments: { connectionId: { summary: 'The id of the connection.' } },
    options: {
      connUri: {
        kind: 'text',
        valueName: 'uri',
        summary: 'The whole: type://login:password@host:port/schema?extra. - reads it from standard input.',
      },
      connJson: { kind: 'text', valueName: 'json', summary: 'The whole as JSON. - reads it from standard input.' },
      connType: { kind: 'text', valueName: 'type', summary: 'Its type, such as postgres.' },
      connHost: { kind: 'text', valueName: 'host', summary: 'Its host.' },
      connPort: { kind: 'integer', valueName: 'port', min: 0, summary: 'Its port.' },
      connLogin: { kind: 'text', valueName: 'login', summary: 'Its login.' },
      connPassword: { kind: 'text', valueName: 'password', summary: 'Its password. - reads it from standard input.' },
      connSchema: { kind: 'text', valueName: 'schema', summary: 'Its schema.' },
      connExtra: { kind: 'text', valueName: 'json', summary: 'What else it needs, as JSON.' },
      connDescription: { kind: 'text', valueName: 'text', summary: 'What it is for.' },
      replace: { kind: 'flag', summary: 'Put it in the place of the one with this id.' },
    },
    examples: [
      {
        command: 'tradewind connections add warehouse --conn-uri postgres://etl:secret@db.example.org/dwh',
        summary: 'As one URI',
      },
      {
        command: 'tradewind connections add warehouse --conn-uri - < warehouse.uri',
        summary: 'So that it appears in no history',
      },
    ],
  },
  async run({ arguments: { connectionId }, options }, { terminal, platform, files }) {
    const parts = PARTS.filter((part) => options[part] !== undefined);
    const ways = [options.connUri, options.connJson, parts.length > 0 ? '' : undefined].filter(
      (way) => way !== undefined,
    );
    if (ways.length !== 1) {
      throw new UsageError(
        'Give the connection either with --conn-uri, or with --conn-json, or in parts with --conn-type.',
        'connections add',
      );
    }
    if (parts.length > 0 && options.connType === undefined) {
      throw new UsageError('A connection in parts needs --conn-type.', 'connections add');
    }
    const read = async (text: string | undefined): Promise<string | null> =>
      text === '-' ? (await files.read('-')).trim() : (text ?? null);
    const { connections } = await platform();
    const whole = await read(options.connUri ?? options.connJson);
    const connection =
      whole === null
        ? {
            connectionId,
            connType: options.connType ?? '',
            host: options.connHost ?? null,
            port: options.connPort ?? null,
            login: options.connLogin ?? null,
            password: await read(options.connPassword),
            schema: options.connSchema ?? null,
            extra: options.connExtra ?? null,
            description: null,
          }
        : await connections.parse(connectionId, whole);
    const described = { ...connection, description: options.connDescription ?? connection.description };
    const created = await connections.save([described], { mayReplace: options.replace });
    terminal.write(`${created.length > 0 ? 'Created' : 'Replaced'} connection ${connectionId}.\n`);
    return undefined;
  },
});
