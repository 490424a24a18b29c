import { Type } from '@sinclair/typebox';

const Named = Type.Object({ name: Type.String() });

/** A permission in the shape of Airflow's roles. */
export const ActionResource = Type.Object({ action: Named, resource: Named });

/** A permission in a line: an action on a resource, on one DAG (`DAG:<id>`) or on its runs (`DAG Run:<id>`). */
export const PermissionPair = Type.Object({
  action: Type.String({ maxLength: 50 }),
  resource: Type.String({ maxLength: 300 }),
});

export const PermissionCollection = Type.Object({
  actions: Type.Array(Named),
  resources: Type.Array(Named),
  total_entries: Type.Integer({ description: 'How many actions there are.' }),
});
