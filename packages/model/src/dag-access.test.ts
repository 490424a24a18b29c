import { expect, test } from 'vitest';
import { faultsOfDagAccess, normalDagAccess } from './dag-access.ts';

test('a list stands for actions on the DAG, in order and once', () => {
  const access = normalDagAccess({
    analysts: ['can_read', 'can_edit', 'can_read'],
    robots: { 'DAG Runs': ['can_read', 'can_create'] },
    nobody: {},
  });
  expect(access).toEqual({
    analysts: { DAGs: ['can_edit', 'can_read'] },
    robots: { 'DAG Runs': ['can_create', 'can_read'] },
    nobody: {},
  });
  expect(faultsOfDagAccess(access, 'access')).toEqual([]);
});

test.each([
  [[], 'expected access to be an object of roles, got: []'],
  ['all', 'expected access to be an object of roles, got: "all"'],
  [{ ' ': [] }, 'expected access to name roles, got an empty name'],
  [{ a: 'can_read' }, 'expected access.a to be a list of actions or an object of resources, got: "can_read"'],
  [{ a: ['can_fly'] }, 'expected access.a to hold can_read, can_edit, can_delete, got: "can_fly"'],
  [{ a: { DAGs: 'can_read' } }, 'expected access.a.DAGs to be a list of actions, got: "can_read"'],
  [{ a: { Pools: [] } }, 'expected access.a.Pools to be "DAGs" or "DAG Runs", which alone can be given for one DAG'],
])('%j is refused', (access, fault) => {
  expect(faultsOfDagAccess(access, 'access')).toEqual([fault]);
});
