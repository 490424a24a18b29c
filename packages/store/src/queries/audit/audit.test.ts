import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AUDIT_ORDER,
  type AuditFilter,
  findAuditEvent,
  insertAuditEvents,
  listAuditPage,
  type NewAuditEvent,
} from './index.ts';

let test0: TestDatabase;
let ids: readonly number[];

function event(rest: Partial<NewAuditEvent> & { readonly event: string }): NewAuditEvent {
  return { happenedAt: 1_760_000_000_000, userId: null, owner: 'ada', via: 'api', ...rest };
}

beforeAll(async () => {
  test0 = await createTestDatabase();
  await storeDag(test0.database, makeDag('sales', [{ id: 'load' }], { displayName: 'Sales' }));
  const place = { dagId: 'sales', runId: 'r1', taskId: 'load', mapIndex: -1, tryNumber: 2 };
  ids = await insertAuditEvents(test0.database, [
    event({ event: 'clear', ...place, logicalDateAt: 1_750_000_000_000.5, before: { state: 'failed' }, after: null }),
    event({ event: 'patch_pool', owner: 'grace', via: 'cli', extra: 'dwh', happenedAt: 1_760_000_001_000 }),
    event({ event: 'trigger_dag_run', dagId: 'stock', owner: null, via: 'scheduler', happenedAt: 1_760_000_002_000 }),
  ]);
});
afterAll(() => test0.drop());

async function eventsOf(filter: AuditFilter, limit = 10): Promise<readonly string[]> {
  const order = [{ ...AUDIT_ORDER[0]!, isDescending: true }];
  const { rows } = await listAuditPage(test0.database, { filter, order, page: { limit } });
  return rows.map((row) => row.event);
}

test('an event is kept as it was told', async () => {
  expect(await findAuditEvent(test0.database, ids[0]!)).toMatchObject({
    event: 'clear',
    owner: 'ada',
    dagId: 'sales',
    dagDisplayName: 'Sales',
    mapIndex: -1,
    tryNumber: 2,
    logicalDateAt: 1_750_000_000_000.5,
    before: { state: 'failed' },
    after: null,
    happenedAt: 1_760_000_000_000,
  });
  expect(await findAuditEvent(test0.database, 999_999)).toBeNull();
  expect(await insertAuditEvents(test0.database, [])).toEqual([]);
});

test('an endless user agent is cut', async () => {
  const [id] = await test0.database.transaction(async (transaction) => {
    const added = await insertAuditEvents(transaction, [event({ event: 'long', userAgent: 'x'.repeat(9000) })]);
    const found = await findAuditEvent(transaction, added[0]!);
    return [found!.userAgent!.length];
  });
  expect(id).toBe(500);
});

test.each([
  ['no filter', {}, ['long', 'trigger_dag_run', 'patch_pool', 'clear']],
  ['a DAG', { dagId: 'sales' }, ['clear']],
  ['visible DAGs and what is of none', { visibleDagIds: ['sales'] }, ['long', 'patch_pool', 'clear']],
  ['a way', { via: 'cli' }, ['patch_pool']],
  ['a task', { taskId: 'load', runId: 'r1', mapIndex: -1, tryNumber: 2 }, ['clear']],
  ['events that are wanted', { includedEvents: ['clear', 'patch_pool'] }, ['patch_pool', 'clear']],
  ['events that are not', { excludedEvents: ['clear', 'long'] }, ['trigger_dag_run', 'patch_pool']],
  ['a time', { afterAt: 1_760_000_000_000, beforeAt: 1_760_000_002_000 }, ['patch_pool']],
  ['a pattern', { patterns: { event: 'DAG_%|nothing' } }, ['trigger_dag_run']],
  ['the start of a name', { prefixPatterns: { owner: 'gr' } }, ['patch_pool']],
] as const)('events are found by %s', async (_, filter, expected) => {
  expect(await eventsOf(filter as AuditFilter)).toEqual(expected);
});

test('the pages of a list leave nothing out', async () => {
  const order = [
    { ...AUDIT_ORDER.find(({ name }) => name === 'dag_id')!, isDescending: false },
    { ...AUDIT_ORDER[0]!, isDescending: false },
  ];
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listAuditPage>> = await listAuditPage(test0.database, {
      filter: {},
      order,
      page: { limit: 1, cursor },
    });
    seen.push(...page.rows.map((row) => row.event));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(['clear', 'trigger_dag_run', 'patch_pool', 'long']);
});
