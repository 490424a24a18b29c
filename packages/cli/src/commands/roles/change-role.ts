import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError } from '../../errors.ts';
import type { PeoplePort, Permission } from '../../ports/people-port.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

const name = { summary: 'The name of the role.' } as const;

const PERMISSION_OPTIONS = {
  action: {
    kind: 'choice',
    short: 'a',
    choices: ['can_read', 'can_create', 'can_edit', 'can_delete', 'menu_access'],
    isRepeatable: true,
    summary: 'What may be done; may be given again.',
  },
  resource: {
    kind: 'text',
    short: 'r',
    valueName: 'resource',
    isRepeatable: true,
    summary: 'With what: Pools, Variables, …, or one DAG as DAG:<id>; may be given again.',
  },
} as const;

/** Every action on every resource. */
function permissionsOf(actions: readonly string[], resources: readonly string[]): readonly Permission[] {
  if (actions.length === 0 || resources.length === 0)
    throw new CommandFailedError('Give at least one --action and one --resource.');
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
}

export const createRole: Command = defineCommand({
  help: {
    arguments: { name },
    options: {
      from: { kind: 'text', valueName: 'role', summary: 'Begin with all that this role may do.' },
      without: {
        kind: 'text',
        valueName: 'resource',
        isRepeatable: true,
        summary: 'A resource to leave out of that, but for its entry in the menu; may be given again.',
      },
      description: { kind: 'text', valueName: 'text', summary: 'What it is for.' },
    },
    examples: [
      {
        command: 'tradewind roles create analysts --from User --without DAGs',
        summary: 'For those who work with the DAGs that name them in "access", and see no other',
      },
    ],
  },
  async run({ arguments: { name: role }, options: { from, without, description = '' } }, { terminal, platform }) {
    const { people } = await platform();
    const permissions = (await permissionsFrom(people, from)).filter(
      ({ action, resource }) => action === 'menu_access' || !without.includes(resource),
    );
    await people.createRole({ name: role, description, permissions });
    terminal.write(`Created role ${role} with ${permissions.length} permissions.\n`);
    return undefined;
  },
});

async function permissionsFrom(people: PeoplePort, from: string | undefined): Promise<readonly Permission[]> {
  if (from === undefined) return [];
  const role = (await people.listRoles()).find((known) => known.name === from);
  if (role === undefined)
    throw new CommandFailedError(
      `There is no role "${from}" to begin with. "tradewind roles list" shows those that exist.`,
    );
  return role.permissions;
}

export const deleteRole: Command = defineCommand({
  help: { description: 'Takes it from all who have it.', arguments: { name }, options: YES_OPTION },
  async run({ arguments: { name: role }, options: { yes } }, { terminal, platform }) {
    await requireConsent(terminal, { yes, question: `Delete role ${role}, and take it from all who have it?` });
    const { people } = await platform();
    await people.deleteRole(role);
    terminal.write(`Deleted role ${role}.\n`);
    return undefined;
  },
});

export const addRolePermissions: Command = defineCommand({
  help: {
    arguments: { name },
    options: PERMISSION_OPTIONS,
    examples: [
      {
        command: 'tradewind roles add-perms analysts -a can_read -a can_edit -r DAG:sales',
        summary: 'Rights for one DAG',
      },
    ],
  },
  async run({ arguments: { name: role }, options: { action, resource } }, { terminal, platform }) {
    const permissions = permissionsOf(action, resource);
    const { people } = await platform();
    await people.addPermissions(role, permissions);
    terminal.write(`Gave role ${role} ${permissions.map(written).join(', ')}.\n`);
    return undefined;
  },
});

export const removeRolePermissions: Command = defineCommand({
  help: { arguments: { name }, options: PERMISSION_OPTIONS },
  async run({ arguments: { name: role }, options: { action, resource } }, { terminal, platform }) {
    const permissions = permissionsOf(action, resource);
    const { people } = await platform();
    await people.removePermissions(role, permissions);
    terminal.write(`Took ${permissions.map(written).join(', ')} from role ${role}.\n`);
    return undefined;
  },
});

function written({ action, resource }: Permission): string {
  return `${action} on ${resource}`;
}
