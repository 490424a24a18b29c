import type { PermissionRow } from '@tradewind/store';
import type { PermissionKey } from '../caller.ts';
import type { Rights } from './rights.ts';

/** Rights as a list of permissions: everywhere first, then for single DAGs as `DAG:<id>` and `DAG Run:<id>`. */
export function writtenRights({ permissions, dagPermissions }: Rights): PermissionRow[] {
  const everywhere = [...permissions].map(split);
  const forDags = [...dagPermissions].flatMap(([dagId, keys]) =>
    [...keys].map(split).map(({ action, resource }) => ({
      action,
      resource: `${resource === 'DAG Runs' ? 'DAG Run' : 'DAG'}:${dagId}`,
    })),
  );
  return [...everywhere, ...forDags];
}

function split(key: PermissionKey): PermissionRow {
  const colon = key.indexOf(':');
  return { action: key.slice(0, colon), resource: key.slice(colon + 1) };
}
