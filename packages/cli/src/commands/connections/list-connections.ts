import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { printFacts } from '../../output/print-facts.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { Connection } from '../../ports/connections-port.ts';
import { SECRETS_STAY } from '../secrets-stay.ts';

const HIDDEN = '***';

/** Columns with the secrets hidden, or shown. */
function columnsFor(showSecrets: boolean): readonly Column<Connection>[] {
  const secret = (value: string | null): string | null => (value === null || showSecrets ? value : HIDDEN);
  return [
    { name: 'conn_id', kind: 'text', value: ({ connectionId }) => connectionId },
    { name: 'conn_type', kind: 'text', value: ({ connType }) => connType },
    { name: 'host', kind: 'text', value: ({ host }) => host },
    { name: 'port', kind: 'number', value: ({ port }) => port },
    { name: 'schema', kind: 'text', value: ({ schema }) => schema },
    { name: 'login', kind: 'text', value: ({ login }) => login },
    { name: 'password', kind: 'text', value: ({ password }) => secret(password) },
    { name: 'description', kind: 'text', value: ({ description }) => description },
    { name: 'extra', kind: 'text', value: ({ extra }) => secret(extra), isWide: true },
  ];
}

export const listConnections: Command = defineCommand({
  help: {
    description: 'The connections of the database, with their secrets hidden. Those of the environment are not listed.',
    arguments: {},
    options: OUTPUT_OPTION,
  },
  async run({ options: { output } }, { terminal, platform }) {
    const { connections } = await platform();
    const rows = await connections.list();
    printRows(terminal, { columns: columnsFor(false), rows, output, empty: 'There are no connections.' });
    return undefined;
  },
});

export const getConnection: Command = defineCommand({
  help: {
    description:
      'A connection, with its secrets hidden. A variable TRADEWIND_CONN_<ID> of the environment goes before the database.',
    arguments: { connectionId: { summary: 'The id of the connection.' } },
    options: { showSecrets: { kind: 'flag', summary: 'Show password and extra.' }, ...OUTPUT_OPTION },
  },
  async run({ arguments: { connectionId }, options: { showSecrets, output } }, { terminal, platform }) {
    const { connections, hidesSecrets } = await platform();
    const row = await connections.find(connectionId);
    printFacts(terminal, { columns: columnsFor(showSecrets), row, output });
    if (showSecrets && hidesSecrets) terminal.writeError(`${SECRETS_STAY}\n`);
    if (row.source === 'environment') terminal.writeError('It comes from the environment.\n');
    return undefined;
  },
});
