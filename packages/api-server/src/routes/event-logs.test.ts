import { type ApiError, getEventLog, getEventLogs, postPool } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { insertAuditEvents } from '@tradewind/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { anonymous, type Caller } from '../identity/caller.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  await api.admin.call(postPool, { body: { name: '=1+1', slots: 1 } });
  const actor = { userId: null, owner: 'ada', via: 'ui', happenedAt: Date.now() } as const;
  await insertAuditEvents(
    api.database,
    Array.from({ length: 2_500 }, (_, index) => ({ ...actor, event: 'clear', dagId: index % 2 ? 'sales' : 'stock' })),
  );
});
afterAll(() => api.close());

/** May read the audit log, and one DAG. */
const auditor: Caller = {
  ...anonymous,
  kind: 'person',
  name: 'auditor',
  permissions: new Set(['can_read:Audit Logs']),
  dagPermissions: new Map([['sales' as DagId, new Set(['can_read:DAGs'] as const)]]),
};

test('an event says who did what, from where, and what it changed', async () => {
  const { event_logs: events } = await api.admin.call(getEventLogs, { query: { event: 'post_pool' } });
  expect(events).toMatchObject([
    {
      owner: 'admin',
      via: 'api',
      address: '127.0.0.1',
      extra: '=1+1',
      after: { slots: 1 },
      request_id: expect.any(String),
    },
  ]);
  const one = await api.admin.call(getEventLog, { params: { event_log_id: events[0]!.event_log_id } } as never);
  expect(one).toEqual(events[0]);
});

test('whoever sees single DAGs sees the events of those, and of none', async () => {
  const { event_logs: events, total_entries: total } = await api.as(auditor).call(getEventLogs, {
    query: { order_by: ['-when'], limit: 5, excluded_events: ['sign_in'] },
  });
  expect(events.every(({ dag_id }) => dag_id === 'sales')).toBe(true);
  expect(total).toBe(1251);
  const hidden = await api.admin.call(getEventLogs, { query: { dag_id: 'stock', limit: 1 } });
  const params = { event_log_id: hidden.event_logs[0]!.event_log_id } as never;
  const refused = (await api
    .as(auditor)
    .call(getEventLog, { params })
    .catch((error: unknown) => error)) as ApiError;
  expect(refused.status).toBe(404);
});

async function exported(query: string): Promise<{ readonly type: unknown; readonly lines: readonly string[] }> {
  const headers = api.headersOf(adminCaller);
  const { headers: answered, payload } = await api.app.inject({ url: `/api/v2/eventLogs/export?${query}`, headers });
  return { type: answered['content-type'], lines: payload.trimEnd().split(/\r?\n/) };
}

test('an export holds all of it, oldest first, in batches', async () => {
  const { type, lines } = await exported('event=clear');
  expect(type).toBe('application/x-ndjson');
  expect(lines).toHaveLength(2500);
  const ids = lines.map((line) => (JSON.parse(line) as { event_log_id: number }).event_log_id);
  expect(ids).toEqual(ids.toSorted((one, other) => one - other));
});

test('an export for spreadsheets runs no formula', async () => {
  const { type, lines } = await exported('format=csv&event=post_pool');
  expect(type).toBe('text/csv; charset=utf-8');
  expect(lines[0]).toMatch(/^event_log_id,when,event,owner,via/);
  expect(lines[1]).toContain(",'=1+1,");
  expect(await exported('format=csv&event=nothing')).toMatchObject({ lines: [lines[0]] });
});

test.each(['before=yesterday', 'map_index=x', 'order_by=colour', 'via=pigeon'])('%s is refused', async (query) => {
  const headers = api.headersOf(adminCaller);
  const { statusCode } = await api.app.inject({ url: `/api/v2/eventLogs?${query}`, headers });
  expect([400, 422]).toContain(statusCode);
});
