import { getDagStructure, getStructure, getTask, getTasks } from '@tradewind/contract';
import type { GroupId } from '@tradewind/model';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { refusal } from '../../fixtures/refusal.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';

let api: TestApi;
const params = { dag_id: 'sales' };
const group = { groupId: 'load' as GroupId, parentId: null, displayName: null, tooltip: 'Gets it' };

beforeAll(async () => {
  api = await createTestApi();
  const tasks = [
    { id: 'send', after: ['load.one', 'load.two'], operator: 'bash', templates: { command: 'echo' } },
    {
      id: 'load.one',
      groupId: group.groupId,
      executionTimeoutMs: 90_061_500,
      retry: { retries: 2, retryDelayMs: 300_000, backoff: 1.5, maxRetryDelayMs: null },
    },
    { id: 'load.two', groupId: group.groupId, pool: 'dwh' as never },
  ];
  await storeDag(api.database, makeDag('sales', tasks, { groups: [group] }));
  await storeDag(api.database, makeDag('other', [{ id: 'only' }]));
});

afterAll(() => api.close());

test('tasks are what their DAG says of them', async () => {
  const { tasks, total_entries: total } = await api.admin.call(getTasks, { params });
  expect(total).toBe(3);
  expect(tasks.map((task) => task.task_id)).toEqual(['load.one', 'load.two', 'send']);
  expect(tasks[0]).toMatchObject({
    downstream_task_ids: ['send'],
    execution_timeout: { __type: 'TimeDelta', days: 1, seconds: 3661, microseconds: 500_000 },
    retries: 2,
    retry_delay: { days: 0, seconds: 300, microseconds: 0 },
    retry_exponential_backoff: 1.5,
    class_ref: { class_name: 'task' },
    trigger_rule: 'all_success',
    is_mapped: false,
  });
  const send = await api.admin.call(getTask, { params: { ...params, task_id: 'send' } });
  expect(send).toMatchObject({
    operator_name: 'bash',
    template_fields: ['command'],
    upstream_task_ids: ['load.one', 'load.two'],
    execution_timeout: null,
    ui_color: '#f0ede4',
  });
});

test('tasks are ordered by their attributes', async () => {
  const ids = async (order: string) =>
    (await api.admin.call(getTasks, { params, query: { order_by: order } })).tasks.map((task) => task.task_id);
  expect(await ids('-task_id')).toEqual(['send', 'load.two', 'load.one']);
  expect(await ids('-pool')).toEqual(['load.two', 'send', 'load.one']);
  expect(await refusal(ids('colour'))).toMatchObject({ status: 400, message: expect.stringContaining('task_id') });
});

test('a task that is not there is not found, and the name that was meant is said', async () => {
  const call = api.admin.call(getTask, { params: { ...params, task_id: 'sent' } });
  expect(await refusal(call)).toMatchObject({ status: 404, message: expect.stringContaining('"send"') });
  const none = api.admin.call(getTasks, { params: { dag_id: 'none' } });
  expect(await refusal(none)).toMatchObject({ status: 404 });
  expect(await refusal(api.as(callerOf('other')).call(getTasks, { params }))).toMatchObject({ status: 403 });
});

test('the structure has tasks in the order of the file, groups and edges by place', async () => {
  const structure = await api.admin.call(getDagStructure, { params });
  expect(structure).toMatchObject({
    dag_id: 'sales',
    version_number: 1,
    tasks: [
      { task_id: 'send', label: 'send' },
      { task_id: 'load.one', label: 'one', group_id: 'load' },
      { task_id: 'load.two', label: 'two' },
    ],
    groups: [{ group_id: 'load', label: 'load', tooltip: 'Gets it' }],
    edges: [
      [1, 0],
      [2, 0],
    ],
    topological_order: [1, 2, 0],
  });
});

test('a structure is found by its hash and kept by browsers, by those who may read a DAG that has it', async () => {
  const { structure_hash: hash, tasks } = await api.admin.call(getDagStructure, { params });
  expect(await api.admin.call(getStructure, { params: { structure_hash: hash } })).toMatchObject({ tasks });
  const { headers } = await api.app.inject({
    url: `/api/v2/structures/${hash}`,
    headers: api.headersOf(adminCaller),
  });
  expect(headers['cache-control']).toContain('immutable');
  const hidden = api.as(callerOf('other')).call(getStructure, { params: { structure_hash: hash } });
  expect(await refusal(hidden)).toMatchObject({ status: 404 });
  const none = api.admin.call(getDagStructure, { params, query: { version_number: 8 } });
  expect(await refusal(none)).toMatchObject({ status: 404 });
});
