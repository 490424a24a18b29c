import { fileURLToPath } from 'node:url';
import { ACTIONS, isChanging, RESOURCES, type Route, routes } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../../fixtures/test-api.ts';
import { anonymous, type Caller } from '../caller.ts';
import { judgeRule, type Verdict } from '../may-do.ts';
import { BUILT_IN_ROLES } from './built-in-roles.ts';
import { renderPermissionsReference } from './render-permissions-reference.ts';
import { rightsOf } from './rights.ts';

const REFERENCE = fileURLToPath(new URL('../../../../../docs/reference/permissions.md', import.meta.url));
const UNKNOWN_DAG = 'no_such_dag' as DagId;

function callerOf(role: string): Caller {
  const rights = rightsOf({ roles: [role], given: [], dagAccess: [] });
  return role === 'Public'
    ? { ...anonymous, ...rights }
    : { ...anonymous, kind: 'person', name: role.toLowerCase(), roles: [role], ...rights };
}

function verdictOf({ rule, path }: Route, role: string): Verdict {
  return judgeRule(rule, callerOf(role), path.includes('{dag_id}') ? UNKNOWN_DAG : null);
}

describe('every route', () => {
  test('has a rule that exists', () => {
    for (const { id, rule } of routes) {
      expect(rule, `${id} has no rule`).toBeDefined();
      if (rule.kind !== 'permitted') continue;
      expect(rule.permissions.length, `${id} needs nothing`).toBeGreaterThan(0);
      for (const [action, resource] of rule.permissions) {
        expect(ACTIONS, id).toContain(action);
        expect(RESOURCES, id).toContain(resource);
      }
    }
  });

  test('that changes anything asks who calls, but for signing in', () => {
    const open = routes.filter((route) => isChanging(route) && route.rule.kind === 'public').map(({ id }) => id);
    expect(open.toSorted()).toEqual(['create_token', 'create_token_cli', 'sign_in']);
  });

  test('of a DAG needs rights on DAGs', () => {
    const open = routes.filter(
      ({ path, rule }) => path.includes('{dag_id}') && rule.kind !== 'permitted' && rule.kind !== 'attempt',
    );
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  test('that only reads asks for no more than reading, but for the outcome of what one began', () => {
    const greedy = routes.filter(
      (route) =>
        route.method === 'GET' &&
        route.rule.kind === 'permitted' &&
        route.rule.permissions.some(([action]) => action !== 'can_read' && action !== 'menu_access'),
    );
    expect(greedy.map(({ id }) => id)).toEqual(['get_connection_test']);
  });

  test('opens itself to a role at the latest with the next one', () => {
    for (const route of routes) {
      const verdicts = BUILT_IN_ROLES.map((role) => verdictOf(route, role) === 'allowed');
      expect(verdicts, route.id).toEqual(verdicts.toSorted());
    }
  });

  test('without a rule answers nobody', () => {
    const forgotten = { id: 'forgotten', path: '/' } as never;
    for (const role of BUILT_IN_ROLES) expect(() => verdictOf(forgotten, role)).toThrow(TypeError);
  });

  test('stands in docs/reference/permissions.md with those who may use it', async () => {
    await expect(renderPermissionsReference(routes, verdictOf)).toMatchFileSnapshot(REFERENCE);
  });
});

describe('over HTTP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi({ checksAnswers: false, onFault: () => undefined });
  });
  afterAll(() => api.close());

  /** A stream would go on, and one that signs out says nothing of rights. */
  const asked = routes.filter(({ contentType }) => contentType !== 'text/event-stream');

  test.each(BUILT_IN_ROLES)('%s gets what the table says', async (role) => {
    const headers = { ...api.headersOf(callerOf(role)), 'content-type': 'application/json' };
    for (const route of asked) {
      const url = route.path.replaceAll(/\{dag_id\}/g, UNKNOWN_DAG).replaceAll(/\{\w+\}/g, 'nothing');
      const payload = route.body === undefined ? {} : { payload: '{}' };
      const { statusCode, body } = await api.app.inject({ method: route.method, url, headers, ...payload });
      const expected = { allowed: 'allowed', unauthenticated: 401, forbidden: 403 }[verdictOf(route, role)];
      const isRefused = statusCode === 401 || (statusCode === 403 && body.includes('may not do this'));
      const got = isRefused ? statusCode : 'allowed';
      expect(got, `${role} ${route.method} ${url} answered ${statusCode}`).toBe(expected);
    }
  });
});
