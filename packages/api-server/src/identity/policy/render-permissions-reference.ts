/** The page `docs/reference/permissions.md`: what the built-in roles may do, and which routes that opens. */
import { ACTIONS, RESOURCES, type Route } from '@tradewind/contract';
import type { Verdict } from '../may-do.ts';
import { BUILT_IN_ROLES, builtInPermissions } from './built-in-roles.ts';

const HEAD = `# Permissions

A permission is an action on a resource. Roles give permissions, users have roles. Each built-in role includes the one before it;
\`Public\` is for whoever has not signed in, and may do nothing until it is given something.
[Operating](../operating.md#who-may-do-what) says how to make roles of your own and rights for single DAGs.

This page is made from the sources; a test keeps it true.
`;

export function renderPermissionsReference(
  routes: readonly Route[],
  verdictOf: (route: Route, role: string) => Verdict,
): string {
  return [HEAD, resourceTable(), routeTables(routes, verdictOf)].join('\n');
}

/** For each resource and action the least role. */
function resourceTable(): string {
  const rows = RESOURCES.toSorted().map((resource) => {
    const cells = ACTIONS.map((action) => BUILT_IN_ROLES.find((role) => gives(role, action, resource)) ?? '');
    return `| ${[resource, ...cells].join(' | ')} |`;
  });
  const head = `| resource | ${ACTIONS.map((action) => `\`${action}\``).join(' | ')} |\n|${' --- |'.repeat(ACTIONS.length + 1)}`;
  return `## Resources\n\nThe first role that gives the action on the resource; those after it give it too.\n\n${head}\n${rows.join('\n')}\n`;
}

function gives(role: string, action: string, resource: string): boolean {
  return builtInPermissions(role).some(([one, other]) => one === action && other === resource);
}

function routeTables(routes: readonly Route[], verdictOf: (route: Route, role: string) => Verdict): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))].toSorted();
  const tables = tags.map((tag) => {
    const rows = routes
      .filter((route) => route.tag === tag)
      .map((route) => {
        const least = BUILT_IN_ROLES.find((role) => verdictOf(route, role) === 'allowed') ?? '';
        return `| ${route.method} | \`${route.path}\` | ${sayRule(route)} | ${least} |`;
      });
    return `### ${tag}\n\n| method | path | needs | first role |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `## Routes\n\n${tables.join('\n')}`;
}

function sayRule({ rule }: Route): string {
  switch (rule.kind) {
    case 'public':
      return 'nothing';
    case 'signed_in':
      return 'to have signed in';
    case 'worker':
      return 'the token of a worker';
    case 'attempt':
      return 'the token of an attempt';
    case 'permitted':
      return rule.permissions.map(([action, resource]) => `\`${action}\` on ${resource}`).join(', ');
  }
}
