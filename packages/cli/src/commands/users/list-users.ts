import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { User } from '../../ports/people-port.ts';

const COLUMNS: readonly Column<User>[] = [
  { name: 'username', kind: 'text', value: ({ username }) => username },
  { name: 'email', kind: 'text', value: ({ email }) => email },
  { name: 'first_name', kind: 'text', value: ({ firstName }) => firstName },
  { name: 'last_name', kind: 'text', value: ({ lastName }) => lastName },
  { name: 'active', kind: 'boolean', value: ({ isActive }) => isActive },
  { name: 'roles', kind: 'list', value: ({ roles }) => roles },
  { name: 'last_login', kind: 'instant', value: ({ lastSignInAt }) => lastSignInAt },
];

export const listUsers: Command = defineCommand({
  help: { arguments: {}, options: OUTPUT_OPTION },
  async run({ options: { output } }, { terminal, platform }) {
    const { people } = await platform();
    printRows(terminal, { columns: COLUMNS, rows: await people.listUsers(), output, empty: 'There are no users.' });
    return undefined;
  },
});
