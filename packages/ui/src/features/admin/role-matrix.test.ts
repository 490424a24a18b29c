import { expect, test } from 'vitest';
import { actionsOf, grantedBy, resourcesOf, toggled } from './role-matrix.ts';

const role = {
  actions: [
    { action: { name: 'can_read' }, resource: { name: 'DAG Runs' } },
    { action: { name: 'can_edit' }, resource: { name: 'DAG:my dag' } },
  ],
};

test('what a role may do comes back as it was', () => {
  expect(actionsOf(grantedBy(role))).toEqual(role.actions);
});

test('a cell is granted and taken away', () => {
  const more = toggled(grantedBy(role), 'can_read Pools');
  expect(more.size).toBe(3);
  expect(toggled(more, 'can_read Pools')).toEqual(grantedBy(role));
});

test('resources of single DAGs stand below those that everybody knows', () => {
  expect(resourcesOf(['DAG Runs', 'Pools'], role)).toEqual(['DAG Runs', 'Pools', 'DAG:my dag']);
  expect(resourcesOf(['Pools'], null)).toEqual(['Pools']);
});
