import type { Action, Resource } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from './caller.ts';
import { dagsFor, judgeRule, mayDo, readableDagIds } from './may-do.ts';
import { canOf } from './policy/can.ts';
import { narrowed, type RightsSources, rightsOf } from './policy/rights.ts';

const sales = 'sales' as DagId;
const other = 'other' as DagId;

function callerWith(sources: Partial<RightsSources>): Caller {
  return { ...anonymous, kind: 'person', ...rightsOf({ roles: [], given: [], dagAccess: [], ...sources }) };
}

const READS_TASKS = ['DAG Runs', 'Task Instances', 'Task Logs'].map((resource) => ({ action: 'can_read', resource }));

describe('built-in roles', () => {
  const MAY: readonly (readonly [Action, Resource, readonly string[]])[] = [
    ['can_read', 'DAGs', ['Viewer', 'User', 'Op', 'Admin']],
    ['can_read', 'Task Logs', ['Viewer', 'User', 'Op', 'Admin']],
    ['can_edit', 'My Password', ['Viewer', 'User', 'Op', 'Admin']],
    ['can_create', 'DAG Runs', ['User', 'Op', 'Admin']],
    ['can_delete', 'DAGs', ['User', 'Op', 'Admin']],
    ['can_edit', 'HITL Detail', ['User', 'Op', 'Admin']],
    ['can_read', 'Variables', ['Op', 'Admin']],
    ['can_edit', 'Pools', ['Op', 'Admin']],
    ['can_delete', 'XComs', ['Op', 'Admin']],
    ['menu_access', 'Admin', ['Op', 'Admin']],
    ['can_read', 'Audit Logs', ['Admin']],
    ['can_edit', 'Roles', ['Admin']],
    ['can_create', 'Users', ['Admin']],
  ];

  test.each(MAY)('%s on %s', (action, resource, allowed) => {
    const roles = ['Public', 'Viewer', 'User', 'Op', 'Admin'];
    const found = roles.filter((role) => mayDo(callerWith({ roles: [role] }), action, resource));
    expect(found).toEqual(allowed);
  });

  test('each has all that the one below it has', () => {
    const [viewer, user, op, admin] = ['Viewer', 'User', 'Op', 'Admin'].map(
      (role) => callerWith({ roles: [role] }).permissions,
    );
    const isWithin = (one: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
      [...one].every((key) => whole.has(key));
    expect(isWithin(viewer!, user!) && isWithin(user!, op!) && isWithin(op!, admin!)).toBe(true);
    expect(callerWith({ roles: ['Public'] }).permissions.size).toBe(0);
  });
});

describe('rights for single DAGs', () => {
  test('a role that was given one DAG sees that one only', () => {
    const caller = callerWith({ given: [{ action: 'can_read', resource: 'DAG:sales' }, ...READS_TASKS] });
    expect([sales, other].map((dagId) => mayDo(caller, 'can_read', 'DAGs', dagId))).toEqual([true, false]);
    expect([sales, other].map((dagId) => mayDo(caller, 'can_read', 'Task Logs', dagId))).toEqual([true, false]);
    expect(mayDo(caller, 'can_read', 'DAGs')).toBe(false);
    expect(readableDagIds(caller)).toEqual([sales]);
    expect(dagsFor(caller, 'can_read', 'Task Instances')).toEqual([sales]);
    expect(dagsFor(caller, 'can_edit', 'Task Instances')).toEqual([]);
  });

  test('changing what belongs to a DAG needs the right to edit the DAG', () => {
    const runs = { action: 'can_create', resource: 'DAG Run:sales' };
    const reader = callerWith({ given: [runs, { action: 'can_read', resource: 'DAG:sales' }] });
    const editor = callerWith({ given: [runs, { action: 'can_edit', resource: 'DAG:sales' }] });
    expect([reader, editor].map((caller) => mayDo(caller, 'can_create', 'DAG Runs', sales))).toEqual([false, true]);
    expect(canOf(editor, 'dag', sales)).toMatchObject({ edit: true, trigger: true, delete: false, clear: false });
    expect(canOf(editor, 'dag', other)).toMatchObject({ edit: false, trigger: false });
  });

  test('the file of a DAG gives rights to roles, and to those who have them', () => {
    const dagAccess = [{ dagId: sales, access: { analysts: { DAGs: ['can_read', 'can_edit'] }, others: {} } }];
    expect(mayDo(callerWith({ roles: ['analysts'], dagAccess }), 'can_edit', 'DAGs', sales)).toBe(true);
    expect(mayDo(callerWith({ roles: ['others'], dagAccess }), 'can_read', 'DAGs', sales)).toBe(false);
  });

  test('a right that holds everywhere wins', () => {
    const viewer = callerWith({ roles: ['Viewer'], dagAccess: [{ dagId: sales, access: {} }] });
    expect(mayDo(viewer, 'can_read', 'DAGs', sales)).toBe(true);
    expect(readableDagIds(viewer)).toBe('all');
  });

  test('a role of another version of Tradewind or of Airflow gives what is known of it', () => {
    const given = [
      { action: 'can_read', resource: 'Chart Gallery' },
      { action: 'can_read', resource: 'ImportError' },
    ];
    expect([...callerWith({ given }).permissions]).toEqual(['can_read:Import Errors']);
  });
});

describe('tokens', () => {
  const user = rightsOf({ roles: ['User'], given: [{ action: 'can_read', resource: 'DAG:sales' }], dagAccess: [] });
  const callerOf = (scope: Parameters<typeof narrowed>[1]): Caller => ({
    ...anonymous,
    kind: 'service',
    ...narrowed(user, scope),
  });

  test('one that only reads changes nothing', () => {
    const caller = callerOf({ isReadOnly: true, permissions: null });
    expect(mayDo(caller, 'can_read', 'DAGs', other)).toBe(true);
    expect(mayDo(caller, 'can_create', 'DAG Runs', other)).toBe(false);
    expect(mayDo(caller, 'can_edit', 'My Password')).toBe(false);
  });

  test('one for single things does those alone', () => {
    const permissions = [
      { action: 'can_edit', resource: 'DAG:sales' },
      { action: 'can_create', resource: 'DAG Runs' },
    ];
    const caller = callerOf({ isReadOnly: false, permissions });
    expect([sales, other].map((dagId) => mayDo(caller, 'can_create', 'DAG Runs', dagId))).toEqual([true, false]);
    expect(mayDo(caller, 'can_read', 'DAGs', sales)).toBe(false);
  });

  test('one never gives what its user does not have', () => {
    const permissions = [{ action: 'can_edit', resource: 'Variables' }];
    expect(mayDo(callerOf({ isReadOnly: false, permissions }), 'can_edit', 'Variables')).toBe(false);
  });
});

describe('rules', () => {
  test('somebody unknown is asked to sign in, somebody known is told no', () => {
    const rule = { kind: 'permitted', permissions: [['can_edit', 'Pools']] } as const;
    expect(judgeRule(rule, anonymous, null)).toBe('unauthenticated');
    expect(judgeRule(rule, callerWith({ roles: ['Viewer'] }), null)).toBe('forbidden');
    expect(judgeRule(rule, callerWith({ roles: ['Op'] }), null)).toBe('allowed');
    expect(judgeRule({ kind: 'signed_in' }, anonymous, null)).toBe('unauthenticated');
    expect(judgeRule({ kind: 'worker' }, callerWith({ roles: ['Admin'] }), null)).toBe('forbidden');
  });

  test('whoever has not signed in may do what Public may', () => {
    const rule = { kind: 'permitted', permissions: [['can_read', 'DAGs']] } as const;
    const given = [{ action: 'can_read', resource: 'DAG:sales' }];
    const visitor: Caller = { ...anonymous, ...rightsOf({ roles: ['Public'], given, dagAccess: [] }) };
    expect(judgeRule(rule, visitor, sales)).toBe('allowed');
    expect(judgeRule(rule, visitor, null)).toBe('allowed');
    expect(judgeRule(rule, visitor, other)).toBe('unauthenticated');
  });
});
