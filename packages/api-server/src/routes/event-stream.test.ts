import { type ApiError, changeEventTopics } from '@tradewind/contract';
import { type DagId, type DagVersionId, decodeCell } from '@tradewind/model';
import { notifySchedulers, notifyWatchers } from '@tradewind/store';
import { makeDag, type RunSeeded, seedRun, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EventSourceClient, openEventSource } from '../fixtures/event-source.ts';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { anonymous, type Caller, type PermissionKey } from '../identity/caller.ts';

let api: TestApi;
let version: DagVersionId;
let origin: string;
let runs = 0;

const adminHeaders: Record<string, string> = {};

beforeAll(async () => {
  api = await createTestApi();
  version = await storeDag(api.database, makeDag('sales', [{ id: 'extract' }, { id: 'load' }]));
  await storeDag(api.database, makeDag('secret', [{ id: 'only' }]));
  origin = await api.app.listen({ port: 0, host: '127.0.0.1' });
  Object.assign(adminHeaders, api.headersOf(adminCaller));
});

afterAll(() => api.close());

interface Options {
  readonly headers?: Readonly<Record<string, string>>;
  readonly lastEventId?: string;
}

async function connect(
  topics: string,
  { headers = adminHeaders, lastEventId }: Options = {},
): Promise<EventSourceClient> {
  const client = await openEventSource(`${origin}/api/v2/events?topics=${encodeURIComponent(topics)}`, {
    ...headers,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  });
  onTestFinished(() => client.close());
  return client;
}

/** A run of `sales` in which nothing has begun. */
function newRun(): Promise<RunSeeded> {
  runs += 1;
  const tasks = { extract: 'none', load: 'none' } as const;
  return seedRun(api.database, { dagId: 'sales', runId: `run_${runs}`, versionId: version, tasks });
}

async function setState({ dagRunKey }: RunSeeded, taskId: string, state: string): Promise<void> {
  await api.database.query(
    { name: '', text: 'update task_instance set state = $3 where dag_run_id = $1 and task_id = $2' },
    [dagRunKey, taskId, state],
  );
  await notifyWatchers(api.database, [dagRunKey]);
}

function viewerOf(dagId: string): Caller {
  const rights: PermissionKey[] = [
    'can_read:DAGs',
    'can_read:DAG Runs',
    'can_read:Task Instances',
    'can_read:Task Logs',
  ];
  return { ...anonymous, kind: 'person', name: 'viewer', dagPermissions: new Map([[dagId as DagId, new Set(rights)]]) };
}

test('says hello, and is a stream that nothing on the way keeps back', async () => {
  const client = await connect('home,dag:sales');
  expect(client.status).toBe(200);
  expect(client.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  expect(client.headers['content-encoding']).toBeUndefined();
  const { id, data } = await client.next('hello');
  expect(data).toMatchObject({ topics: ['home', 'dag:sales'], refused: [] });
  expect(id).toMatch(/^[0-9a-f]{8}-\d+$/);
});

test('the first patch of a run says all of its cells, the next one only what changed', async () => {
  const run = await newRun();
  const client = await connect('dag:sales');
  await setState(run, 'extract', 'success');
  const first = await client.next('patch');
  expect(first.data).toMatchObject({ topic: 'dag:sales', dag_run_id: run.runId, structure: `hash-${version}` });
  const cells = [...Buffer.from(first.data['all'] as string, 'base64')];
  expect(cells.map((cell) => decodeCell(cell).state)).toEqual(['success', 'none']);
  await setState(run, 'load', 'failed');
  const second = await client.next('patch');
  expect(second.data).toMatchObject({ dag_run_id: run.runId, cells: [[1, 5]] });
  expect(second.data).not.toHaveProperty('run');
});

test('when many cells changed at once, all of them are sent', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `task_${index}`);
  const wide = await storeDag(
    api.database,
    makeDag(
      'wide',
      ids.map((id) => ({ id })),
    ),
  );
  const tasks = Object.fromEntries(ids.map((id) => [id, 'none' as const]));
  const run = await seedRun(api.database, { dagId: 'wide', runId: 'all', versionId: wide, tasks });
  const client = await connect('run:wide/all');
  await setState(run, 'task_0', 'success');
  await client.next('patch');
  await api.database.query({ name: '', text: `update task_instance set state = 'skipped' where dag_run_id = $1` }, [
    run.dagRunKey,
  ]);
  await notifyWatchers(api.database, [run.dagRunKey]);
  const { data } = await client.next('patch');
  expect([...Buffer.from(data['all'] as string, 'base64')]).toEqual(ids.map(() => 6));
});

test('a task instance is told of when it changed, not when another one did', async () => {
  const run = await newRun();
  const client = await connect(`ti:sales/${run.runId}/load/-1,run:sales/${run.runId}`);
  await setState(run, 'load', 'scheduled');
  const first = [(await client.next('patch')).data, (await client.next('patch')).data];
  expect(first.map((data) => data['topic'])).toContain(`run:sales/${run.runId}`);
  expect(first).toContainEqual(
    expect.objectContaining({ topic: `ti:sales/${run.runId}/load/-1`, state: 'scheduled', try_number: 1 }),
  );
  await setState(run, 'extract', 'success');
  expect((await client.next('patch')).data).toMatchObject({ topic: `run:sales/${run.runId}`, cells: [[0, 4]] });
  await setState(run, 'load', 'success');
  const told = [(await client.next('patch')).data, (await client.next('patch')).data];
  const byTopic = new Map(told.map((data) => [data['topic'], data]));
  expect(byTopic.get(`run:sales/${run.runId}`)).toMatchObject({ cells: [[1, 4]] });
  expect(byTopic.get(`ti:sales/${run.runId}/load/-1`)).toMatchObject({ state: 'success' });
});

test('home hears of each run once per state', async () => {
  const run = await newRun();
  const client = await connect('home');
  await notifyWatchers(api.database, [run.dagRunKey]);
  expect((await client.next('run')).data).toMatchObject({ dag_id: 'sales', dag_run_id: run.runId, state: 'running' });
  await setState(run, 'load', 'success');
  const other = await newRun();
  await notifyWatchers(api.database, [other.dagRunKey]);
  expect((await client.next('run')).data).toMatchObject({ dag_run_id: other.runId });
});

test('topics change without a new connection', async () => {
  const run = await newRun();
  const client = await connect('dag:secret');
  const { data } = await client.next('hello');
  const params = { connection_id: data['id'] as string };
  const body = { add: [`run:sales/${run.runId}`], remove: ['dag:secret'] };
  expect(await api.admin.call(changeEventTopics, { params, body })).toEqual({ topics: body.add, refused: [] });
  await setState(run, 'load', 'success');
  expect((await client.next('patch')).data).toMatchObject({ topic: body.add[0] });
});

test('nobody else changes the topics of a connection', async () => {
  const { data } = await (await connect('home')).next('hello');
  const call = api.as(viewerOf('sales')).call(changeEventTopics, {
    params: { connection_id: data['id'] as string },
    body: { add: ['dag:sales'] },
  });
  expect(((await call.catch((error: unknown) => error)) as ApiError).status).toBe(404);
});

test('a client gets only what it may read', async () => {
  const headers = api.headersOf(viewerOf('secret'));
  const client = await connect('home,queue,dag:sales,dag:secret', { headers });
  const { data } = await client.next('hello');
  expect(data).toMatchObject({ topics: ['home', 'dag:secret'], refused: ['queue', 'dag:sales'] });
  const run = await newRun();
  await notifyWatchers(api.database, [run.dagRunKey]);
  await notifySchedulers(api.database, { kind: 'dag', dagIds: ['sales', 'secret'] as DagId[] });
  const events = [await client.next(), await client.next()];
  expect(events.map(({ event, data: { topic, dag_id } }) => [event, topic, dag_id ?? null])).toEqual([
    ['refresh', 'dag:secret', null],
    ['refresh', 'home', 'secret'],
  ]);
  const nobody = await connect('home', { headers: {} });
  expect(nobody.status).toBe(401);
});

test('a connection that broke goes on after its last message', async () => {
  const run = await newRun();
  const client = await connect(`run:sales/${run.runId}`);
  const witness = await connect(`run:sales/${run.runId}`);
  await setState(run, 'extract', 'success');
  const { id } = await client.next('patch');
  client.close();
  await witness.next('patch');
  await setState(run, 'load', 'success');
  const missed = await witness.next('patch');
  const again = await connect(`run:sales/${run.runId}`, { lastEventId: id! });
  expect((await again.next()).event).toBe('hello');
  expect(await again.next()).toEqual(missed);
});

test('a client that cannot go on is told which topics to read again', async () => {
  const run = await newRun();
  const { id } = await (await connect('home')).next('hello');
  const fresh = await connect(`run:sales/${run.runId},home`, { lastEventId: id! });
  expect((await fresh.next('resync')).data).toEqual({ topics: [`run:sales/${run.runId}`] });
  for (const lastEventId of ['ffffffff-3', 'nonsense', `${id!.split('-')[0]}-99999`]) {
    const client = await connect('home', { lastEventId });
    expect((await client.next('resync')).data).toEqual({ topics: ['home'] });
  }
});

test('after the database was away everybody reads again', async () => {
  const client = await connect('home,dag:sales');
  await client.next('hello');
  await api.database.query({
    name: '',
    text: `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and query like 'listen %' and pid <> pg_backend_pid()`,
  });
  expect((await client.next('refresh')).data).toMatchObject({ topic: 'home' });
  expect((await client.next('refresh')).data).toMatchObject({ topic: 'dag:sales' });
});

test('a run that was deleted is gone', async () => {
  const run = await newRun();
  const client = await connect(`run:sales/${run.runId}`);
  await setState(run, 'load', 'success');
  await client.next('patch');
  await api.database.query({ name: '', text: 'delete from dag_run where id = $1' }, [run.dagRunKey]);
  await notifySchedulers(api.database, { kind: 'run', runs: [run.dagRunKey] });
  expect((await client.next('gone')).data).toMatchObject({ dag_run_id: run.runId });
});

test('topics that are none are refused', async () => {
  for (const topics of ['dag', 'dag:', 'run:sales', 'ti:a/b/c/x', 'log:a/b/c/-1', 'colour:red', 'dag:%zz', 'dag:a/b']) {
    const { statusCode } = await api.app.inject({
      url: `/api/v2/events?topics=${encodeURIComponent(topics)}`,
      headers: adminHeaders,
    });
    expect([topics, statusCode]).toEqual([topics, 422]);
  }
});

test('a server that closes ends its streams', async () => {
  const own = await createTestApi();
  const url = await own.app.listen({ port: 0, host: '127.0.0.1' });
  const client = await openEventSource(`${url}/api/v2/events?topics=home`, own.headersOf(adminCaller));
  await client.next('hello');
  await own.close();
  await client.ended;
});
