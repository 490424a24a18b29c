import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { Permission, Role } from '../../ports/people-port.ts';

const COLUMNS: readonly Column<Role>[] = [
  { name: 'name', kind: 'text', value: ({ name }) => name },
  { name: 'users', kind: 'number', value: ({ userCount }) => userCount },
  { name: 'permissions', kind: 'number', value: ({ permissions }) => permissions.length },
  { name: 'built_in', kind: 'boolean', value: ({ isBuiltIn }) => isBuiltIn },
  { name: 'description', kind: 'text', value: ({ description }) => description },
];

const PERMISSION_COLUMNS: readonly Column<Permission & { readonly role: string }>[] = [
  { name: 'role', kind: 'text', value: ({ role }) => role },
  { name: 'action', kind: 'text', value: ({ action }) => action },
  { name: 'resource', kind: 'text', value: ({ resource }) => resource },
];

export const listRoles: Command = defineCommand({
  help: {
    arguments: {},
    options: {
      permission: { kind: 'flag', short: 'p', summary: 'List what each role may do, a line each.' },
      ...OUTPUT_OPTION,
    },
  },
  async run({ options: { permission, output } }, { terminal, platform }) {
    const { people } = await platform();
    const roles = await people.listRoles();
    const empty = 'There are no roles.';
    if (!permission) {
      printRows(terminal, { columns: COLUMNS, rows: roles, output, empty });
      return undefined;
    }
    const rows = roles.flatMap(({ name, permissions }) => permissions.map((one) => ({ role: name, ...one })));
    printRows(terminal, { columns: PERMISSION_COLUMNS, rows, output, empty });
    return undefined;
  },
});
