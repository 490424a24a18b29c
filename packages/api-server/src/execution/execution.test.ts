import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, ApiError, apiClient, type Route } from '@tradewind/contract';
import {
  API_VERSION_HEADER,
  appendLog,
  askForWork,
  beatAsWorker,
  beatTaskInstance,
  countRuns,
  countTaskInstances,
  deleteVariableForAttempt,
  EXECUTION_API_VERSION,
  endTaskInstance,
  getConnectionForAttempt,
  getExecutionHealth,
  getPreviousRun,
  getRunState,
  getTaskStates,
  getVariableForAttempt,
  getXCom,
  joinAsWorker,
  leaveAsWorker,
  listXComs,
  OLDEST_EXECUTION_API_VERSION,
  putRenderedFields,
  putVariableForAttempt,
  REFRESHED_TOKEN_HEADER,
  renewTokens,
  sendReports,
  setXCom,
  startTaskInstance,
} from '@tradewind/contract/execution';
import type { AttemptId, AttemptReport, ExecutorId, Workload } from '@tradewind/model';
import { cancelWorkloads, endWorkers, readAttemptReports, submitWorkloads, withdrawWorkloads } from '@tradewind/store';
import { makeDag, seedRun, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { VariableNotFoundError } from '../operations/errors.ts';
import {
  ATTEMPT_TOKEN_LIFE_MS,
  executionTokens,
  LATE_TOKEN_LIFE_MS,
  WORKER_TOKEN_LIFE_MS,
} from './execution-tokens.ts';
import type { AttemptServices } from './ports.ts';

const SECRET = Buffer.alloc(32, 1);
const VERSION = 'a'.repeat(64);

class MemoryServices implements AttemptServices {
  readonly variables = new Map<string, string>();
  async getVariable(_id: AttemptId, key: string): Promise<string | null> {
    if (key === 'broken') throw new VariableNotFoundError(key, []);
    return this.variables.get(key) ?? null;
  }
  async setVariable(_id: AttemptId, key: string, value: string): Promise<void> {
    this.variables.set(key, value);
  }
  async deleteVariable(_id: AttemptId, key: string): Promise<void> {
    this.variables.delete(key);
  }
  async getConnection(_id: AttemptId, id: string) {
    if (id !== 'mine') return null;
    const rest = { port: 1, login: 'me', password: 'secret', schema: null, extra: { a: 1 } };
    return { id, type: 'http', host: 'h', ...rest };
  }
  async getXCom(_id: AttemptId, { key }: { readonly key: string }) {
    return key === 'known' ? ('{"a":1}' as never) : null;
  }
}

let api: TestApi;
let folder: string;
let now = Date.now();
const services = new MemoryServices();
const logs = new Map<string, string>();
let last = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-execution-'));
  mkdirSync(join(folder, VERSION));
  writeFileSync(join(folder, VERSION, 'a.ts'), '0123456789');
  api = await createTestApi({
    now: () => now,
    execution: {
      secret: SECRET,
      joinToken: async () => 'let me in',
      bundlesFolder: folder,
      services,
      maxLogBytes: 1000,
      logs: {
        async append({ taskId }, offset, text) {
          const log = logs.get(taskId) ?? '';
          if (log.length === offset) logs.set(taskId, log + text);
          return logs.get(taskId)?.length ?? 0;
        },
      },
    },
  });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  logs.clear();
  await api.database.runScript('truncate worker, workload, attempt_report');
});

const uuid = (): string => {
  last += 1;
  return `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
};
const owner = uuid() as ExecutorId;

function workload(options: { readonly queue?: string } = {}): Workload {
  const run = { dagRunKey: uuid(), dagId: 'zoo', runId: 'run', runType: 'manual', runAfterAt: 0, queuedAt: 0 };
  const dates = { logicalDateAt: null, dataIntervalStartAt: null, dataIntervalEndAt: null, startedAt: 0, conf: {} };
  const ids = { attemptId: uuid(), taskId: `lion_${last}`, mapIndex: -1, tryNumber: 1, maxTries: 2 };
  return { ...ids, run: { ...run, ...dates }, queue: options.queue ?? 'default', priority: 1 } as unknown as Workload;
}

/** A client that shows `token`, and remembers the headers of the last answer. */
function as(token: string | null, more: Readonly<Record<string, string>> = {}) {
  const seen: { headers: Readonly<Record<string, unknown>> } = { headers: {} };
  const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...more };
  const client: ApiClient = apiClient(
    async ({ method, url, headers: sent, body }) => {
      const answer = await api.app.inject({
        method: method as Route['method'],
        url,
        headers: sent,
        ...(body === undefined ? {} : { payload: body }),
      });
      seen.headers = answer.headers;
      return { status: answer.statusCode, text: answer.payload };
    },
    () => headers,
  );
  return { client, seen };
}

async function joined(options: { readonly slots?: number; readonly queues?: readonly string[] } = {}) {
  const { slots = 2, queues = ['default'] } = options;
  const facts = { name: 'w', host: 'h', pid: 1, version: '0', slots, queues: [...queues] };
  const answer = await as(null).client.call(joinAsWorker, { body: { join_token: 'let me in', ...facts } });
  return { ...as(answer.token), id: answer.worker_id, token: answer.token };
}

/** A worker with one attempt that it was given. */
async function running() {
  const worker = await joined();
  const given = workload();
  await submitWorkloads(api.database, owner, [given]);
  const { work } = await worker.client.call(askForWork, { body: {} });
  const { token } = work[0]!;
  return { worker, workload: given, attempt: as(token).client, token };
}

const refused = (status: number): unknown => expect.objectContaining({ status });
const finished = (attemptId: AttemptId): AttemptReport => ({
  kind: 'finished',
  attemptId,
  startedAt: 1,
  at: 2,
  worker: 'w:1',
  outcome: { kind: 'success' },
  usage: null,
  rendered: null,
});

describe('a worker', () => {
  test('with a wrong join token is turned away, and told what to do', async () => {
    const facts = { name: 'w', host: 'h', pid: 1, version: '0', slots: 1, queues: ['default'] };
    const answer = as(null).client.call(joinAsWorker, { body: { join_token: 'guess', ...facts } });
    await expect(answer).rejects.toMatchObject({ status: 401, message: expect.stringContaining('worker.token') });
  });

  test('gets what waits at once, with a token for each attempt', async () => {
    const { worker, workload: given, token } = await running();
    expect(executionTokens(SECRET, () => now).read(token)?.claims).toMatchObject({
      scope: 'ti:self',
      attemptId: given.attemptId,
      workerId: worker.id,
    });
  });

  test('waits for work, and gets it when it comes', async () => {
    const worker = await joined();
    const answer = worker.client.call(askForWork, { body: { wait_ms: 30_000 } });
    const given = workload();
    await submitWorkloads(api.database, owner, [given]);
    expect(await answer).toMatchObject({ work: [{ workload: given }], must_beat: false });
  });

  test('is answered with nothing when the time is over', async () => {
    const worker = await joined();
    expect(await worker.client.call(askForWork, { body: { wait_ms: 1 } })).toEqual({ work: [], must_beat: false });
  });

  test('hears at once that an attempt is called off, and is told which when it beats', async () => {
    const { worker, workload: given } = await running();
    const answer = worker.client.call(askForWork, { body: { wait_ms: 30_000 } });
    await cancelWorkloads(api.database, owner, [given.attemptId], 'timeout');
    expect(await answer).toEqual({ work: [], must_beat: true });
    const held = { held: [given.attemptId] };
    expect((await worker.client.call(beatAsWorker, { body: held })).cancelled).toEqual([
      { attempt_id: given.attemptId, reason: 'timeout' },
    ]);
    await withdrawWorkloads(api.database, owner);
    expect((await worker.client.call(beatAsWorker, { body: held })).revoked).toEqual([given.attemptId]);
  });

  test('that comes back gets what it never received', async () => {
    const { worker, workload: given } = await running();
    const answer = await worker.client.call(beatAsWorker, { body: { held: [], is_resuming: true } });
    expect(answer.work.map((one) => one.workload)).toEqual([given]);
  });

  test('may report as often as it likes, and is told what is not its own', async () => {
    const { worker, workload: given } = await running();
    const foreign = uuid() as AttemptId;
    const body = { reports: [finished(given.attemptId), finished(foreign)] };
    for (let call = 0; call < 2; call += 1) {
      expect((await worker.client.call(sendReports, { body })).refused).toEqual([foreign]);
    }
    expect(await readAttemptReports(api.database, owner, null)).toHaveLength(1);
  });

  test('gets more work with the answer to its reports', async () => {
    const { worker, workload: given } = await running();
    const next = workload();
    const other = await joined({ queues: ['other'] });
    const heard = other.client.call(askForWork, { body: { wait_ms: 30_000 } });
    await submitWorkloads(api.database, owner, [next, workload({ queue: 'other' })]);
    await heard;
    const answer = await worker.client.call(sendReports, { body: { reports: [finished(given.attemptId)] } });
    expect(answer.work.map((one) => one.workload)).toEqual([next]);
  });

  test('that has left is gone, and so are its attempts', async () => {
    const { worker, workload: given } = await running();
    await worker.client.call(leaveAsWorker);
    await expect(worker.client.call(beatAsWorker, { body: { held: [] } })).rejects.toEqual(refused(410));
    expect(await readAttemptReports(api.database, owner, [given.attemptId])).toMatchObject([{ kind: 'lost' }]);
    const facts = { name: 'w', host: 'h', pid: 1, version: '0', slots: 1, queues: ['default'], worker_id: worker.id };
    const again = as(null).client.call(joinAsWorker, { body: { join_token: 'let me in', ...facts } });
    await expect(again).rejects.toEqual(refused(410));
  });

  test('fetches code by its hash, in ranges, to be kept for ever', async () => {
    const { token, id } = await joined();
    const sha256 = createHash('sha256').update('0123456789').digest('hex');
    const get = (path: string, headers: Record<string, string> = {}) =>
      api.app.inject({ url: `/execution/bundles/${path}`, headers: { authorization: `Bearer ${token}`, ...headers } });
    const manifest = await get(`${VERSION}/manifest`);
    expect(manifest.json()).toEqual({ 'a.ts': { sha256, size: 10 } });
    const whole = await get(`${VERSION}/files/${sha256}`);
    expect([whole.payload, whole.headers['cache-control'], whole.headers.etag]).toEqual([
      '0123456789',
      expect.stringContaining('immutable'),
      `"${sha256}"`,
    ]);
    const part = await get(`${VERSION}/files/${sha256}`, { range: 'bytes=3-' });
    expect([part.statusCode, part.payload, part.headers['content-range']]).toEqual([206, '3456789', 'bytes 3-9/10']);
    expect((await get(`${VERSION}/files/${sha256}`, { range: 'bytes=90-' })).statusCode).toBe(416);
    expect((await get(`${VERSION}/files/${sha256}`, { 'if-none-match': `"${sha256}"` })).statusCode).toBe(304);
    expect((await get(`${VERSION}/files/${'0'.repeat(64)}`)).statusCode).toBe(404);
    expect((await get(`${'b'.repeat(64)}/manifest`)).statusCode).toBe(404);
    expect((await get('..%2F..%2Fsecret/manifest')).statusCode).toBe(422);
    await endWorkers(api.database, [id]);
    expect((await get(`${VERSION}/manifest`)).statusCode).toBe(410);
    expect((await get(`${VERSION}/files/${sha256}`)).statusCode).toBe(410);
  });
});

describe('an attempt', () => {
  test('may speak of itself alone', async () => {
    const { attempt, workload: given, worker } = await running();
    const body = { hostname: 'h', pid: 1 };
    expect(await attempt.call(beatTaskInstance, { params: { task_instance_id: given.attemptId }, body })).toBeNull();
    const other = { task_instance_id: uuid() as AttemptId };
    await expect(attempt.call(beatTaskInstance, { params: other, body })).rejects.toEqual(refused(403));
    await expect(attempt.call(askForWork, { body: {} })).rejects.toEqual(refused(403));
    const params = { task_instance_id: given.attemptId };
    await expect(worker.client.call(beatTaskInstance, { params, body })).rejects.toEqual(refused(403));
    await expect(as('nonsense').client.call(askForWork, { body: {} })).rejects.toEqual(refused(401));
    await expect(as(null).client.call(askForWork, { body: {} })).rejects.toEqual(refused(401));
  });

  test('is begun, beats, stores what it rendered and left, and ends, by Airflow’s routes', async () => {
    const { attempt, workload: given } = await running();
    const params = { task_instance_id: given.attemptId };
    const date = '2026-01-01T00:00:00Z';
    const body = { state: 'running', hostname: 'h', pid: 7, start_date: date } as const;
    const context = await attempt.call(startTaskInstance, { params, body });
    expect(context).toMatchObject({ dag_run: { dag_id: 'zoo', run_id: 'run' }, try_number: 1, should_retry: true });
    await expect(attempt.call(startTaskInstance, { params, body })).rejects.toEqual(refused(409));
    await cancelWorkloads(api.database, owner, [given.attemptId], 'cancelled');
    const beat = attempt.call(beatTaskInstance, { params, body: { hostname: 'h', pid: 7 } });
    await expect(beat).rejects.toEqual(refused(409));
    await attempt.call(endTaskInstance, { params, body: { state: 'up_for_retry', end_date: date, reason: 'why' } });
    const rows = await readAttemptReports(api.database, owner, [given.attemptId]);
    expect(rows.map(({ kind, report }) => [kind, 'outcome' in report ? report.outcome : null])).toEqual([
      ['started', null],
      ['finished', expect.objectContaining({ kind: 'failed', isRetryable: true })],
    ]);
    const gone = attempt.call(beatTaskInstance, { params, body: { hostname: 'h', pid: 7 } });
    await expect(gone).rejects.toEqual(refused(410));
    await expect(attempt.call(putRenderedFields, { params, body: {} })).rejects.toEqual(refused(410));
  });

  test('gets and sets variables, gets connections and XComs', async () => {
    const { attempt } = await running();
    const params = { variable_key: 'a/b ü' };
    await attempt.call(putVariableForAttempt, { params, body: { val: '1' } });
    expect(await attempt.call(getVariableForAttempt, { params })).toEqual({ key: 'a/b ü', value: '1' });
    await attempt.call(deleteVariableForAttempt, { params });
    await expect(attempt.call(getVariableForAttempt, { params })).rejects.toEqual(refused(404));
    const connection = await attempt.call(getConnectionForAttempt, { params: { connection_id: 'mine' } });
    expect(connection).toMatchObject({ conn_id: 'mine', password: 'secret', extra: '{"a":1}' });
    const missing = attempt.call(getConnectionForAttempt, { params: { connection_id: 'yours' } });
    await expect(missing).rejects.toEqual(refused(404));
    const xcom = { dag_id: 'zoo', run_id: 'run', task_id: 'lion' };
    expect((await attempt.call(getXCom, { params: { ...xcom, key: 'known' } })).value).toEqual({ a: 1 });
    await expect(attempt.call(getXCom, { params: { ...xcom, key: 'none' } })).rejects.toEqual(refused(404));
    expect(await attempt.call(listXComs, { params: { ...xcom, key: 'known' } })).toEqual({ values: [] });
    await expect(attempt.call(setXCom, { params: { ...xcom, key: 'mine' }, body: 1 })).rejects.toEqual(refused(403));
  });

  test('looks at runs and task instances', async () => {
    const { attempt } = await running();
    const query = { dag_id: 'zoo' };
    expect(await attempt.call(countRuns, { query })).toBe(0);
    expect(await attempt.call(countTaskInstances, { query: { ...query, states: ['success'] } })).toBe(0);
    expect(await attempt.call(getTaskStates, { query: { ...query, task_ids: ['lion'] } })).toEqual({ task_states: {} });
    const before = { logical_date: '2026-01-01T00:00:00Z' };
    expect(await attempt.call(getPreviousRun, { params: { dag_id: 'zoo' }, query: before })).toBeNull();
    const none = attempt.call(getRunState, { params: { dag_id: 'zoo', run_id: 'none' } });
    await expect(none).rejects.toEqual(refused(404));
  });

  test('a run that is called like what every object has changes no object', async () => {
    const { attempt } = await running();
    const versionId = await storeDag(api.database, makeDag('hostile', [{ id: 'get' }]));
    await seedRun(api.database, { dagId: 'hostile', runId: '__proto__', versionId, tasks: { get: 'success' } });
    const { task_states: states } = await attempt.call(getTaskStates, { query: { dag_id: 'hostile' } });
    expect(Object.entries(states)).toEqual([['__proto__', { get: 'success' }]]);
    expect('get' in {}).toBe(false);
  });

  test('hears errors of ours with their name and code', async () => {
    const { attempt } = await running();
    const answer = attempt.call(getVariableForAttempt, { params: { variable_key: 'broken' } });
    const error = (await answer.catch((caught: unknown) => caught)) as ApiError;
    expect(JSON.parse(error.answer)).toMatchObject({
      detail: { reason: 'VARIABLE_NOT_FOUND', name: expect.any(String) },
    });
  });

  test('writes its log at an offset, as often as it likes', async () => {
    const { attempt, workload: given } = await running();
    const params = { task_instance_id: given.attemptId };
    expect(await attempt.call(appendLog, { params, body: { offset: 0, text: 'one\n' } })).toEqual({ size: 4 });
    expect(await attempt.call(appendLog, { params, body: { offset: 0, text: 'one\n' } })).toEqual({ size: 4 });
    const ahead = attempt.call(appendLog, { params, body: { offset: 9, text: 'two\n' } });
    await expect(ahead).rejects.toMatchObject({ status: 409, answer: '{"size":4}' });
    const long = attempt.call(appendLog, { params, body: { offset: 4, text: 'x'.repeat(997) } });
    await expect(long).rejects.toMatchObject({ status: 413, message: expect.stringContaining('1000 bytes') });
    expect(await attempt.call(appendLog, { params, body: { offset: 4, text: 'x'.repeat(996) } })).toEqual({
      size: 1000,
    });
  });

  test('may send its last lines after its end, for minutes, and nothing once it was given away', async () => {
    const { attempt, worker, workload: given, token } = await running();
    const params = { task_instance_id: given.attemptId };
    await worker.client.call(sendReports, { body: { reports: [finished(given.attemptId)] } });
    expect(await attempt.call(appendLog, { params, body: { offset: 0, text: 'late\n' } })).toEqual({ size: 5 });
    now += ATTEMPT_TOKEN_LIFE_MS * 0.9;
    const first = as(token);
    const more = { params, body: { offset: 5, text: 'later\n' } };
    expect(await first.client.call(appendLog, more)).toEqual({ size: 11 });
    const last = as(String(first.seen.headers[REFRESHED_TOKEN_HEADER]));
    now += LATE_TOKEN_LIFE_MS * 0.9;
    expect(await last.client.call(appendLog, more)).toEqual({ size: 11 });
    expect(last.seen.headers[REFRESHED_TOKEN_HEADER]).toBeUndefined();
    now += LATE_TOKEN_LIFE_MS * 0.1;
    await expect(last.client.call(appendLog, more)).rejects.toEqual(refused(401));

    const other = await running();
    const thief = await joined();
    await api.database.query({ name: '', text: 'update workload set worker_id = $1' }, [thief.id]);
    const body = { offset: 0, text: 'no\n' };
    const stolen = other.attempt.call(appendLog, { params: { task_instance_id: other.workload.attemptId }, body });
    await expect(stolen).rejects.toEqual(refused(410));
  });

  test('is asked for nothing when it was given away', async () => {
    const { attempt } = await running();
    await withdrawWorkloads(api.database, owner);
    const answer = attempt.call(getVariableForAttempt, { params: { variable_key: 'a' } });
    await expect(answer).rejects.toEqual(refused(410));
  });
});

describe('tokens', () => {
  test('are sent anew before they end', async () => {
    const { token, workload: given } = await running();
    const { client, seen } = as(token);
    const call = { params: { task_instance_id: given.attemptId }, body: { hostname: 'h', pid: 1 } };
    await client.call(beatTaskInstance, call);
    expect(seen.headers[REFRESHED_TOKEN_HEADER]).toBeUndefined();
    now += ATTEMPT_TOKEN_LIFE_MS * 0.9;
    await client.call(beatTaskInstance, call);
    const renewed = String(seen.headers[REFRESHED_TOKEN_HEADER]);
    now += ATTEMPT_TOKEN_LIFE_MS * 0.5;
    await expect(client.call(beatTaskInstance, call)).rejects.toEqual(refused(401));
    expect(await as(renewed).client.call(beatTaskInstance, call)).toBeNull();
  });

  test('are not sent anew with refusals, nor to workers that are gone and their attempts', async () => {
    const { worker, token, workload: given } = await running();
    const [idle, attempt] = [as(worker.token), as(token)];
    const own = { params: { task_instance_id: given.attemptId }, body: { offset: 0, text: 'a\n' } };
    now += ATTEMPT_TOKEN_LIFE_MS * 0.9;
    const foreign = { ...own, params: { task_instance_id: uuid() as AttemptId } };
    await expect(attempt.client.call(appendLog, foreign)).rejects.toEqual(refused(403));
    expect(attempt.seen.headers[REFRESHED_TOKEN_HEADER]).toBeUndefined();
    await endWorkers(api.database, [worker.id]);
    expect(await attempt.client.call(appendLog, own)).toEqual({ size: 2 });
    expect(attempt.seen.headers[REFRESHED_TOKEN_HEADER]).toBeUndefined();
    const body = { attempt_ids: [given.attemptId] };
    expect(await idle.client.call(renewTokens, { body })).toEqual({ tokens: [] });
    now += WORKER_TOKEN_LIFE_MS * 0.7;
    await idle.client.call(askForWork, { body: {} });
    expect(idle.seen.headers[REFRESHED_TOKEN_HEADER]).toBeUndefined();
  });

  test('of workers are sent anew before they end', async () => {
    const worker = await joined();
    now += WORKER_TOKEN_LIFE_MS * 0.9;
    await worker.client.call(askForWork, { body: {} });
    expect(worker.seen.headers[REFRESHED_TOKEN_HEADER]).toEqual(expect.any(String));
  });

  test('of its attempts a worker gets anew, and of no others', async () => {
    const { worker, workload: given } = await running();
    const body = { attempt_ids: [given.attemptId, uuid() as AttemptId] };
    const { tokens } = await worker.client.call(renewTokens, { body });
    expect(tokens.map(({ attempt_id: id }) => id)).toEqual([given.attemptId]);
    expect(executionTokens(SECRET, () => now).read(tokens[0]!.token)?.claims.scope).toBe('ti:self');
  });
});

describe('versions', () => {
  test('an old worker says and hears what it knows', async () => {
    const { worker, token } = await joined().then((one) => ({ worker: one, token: one.token }));
    const old = as(token, { [API_VERSION_HEADER]: OLDEST_EXECUTION_API_VERSION });
    const beat = old.client.call(beatAsWorker, { body: { attempt_ids: [uuid()] } as never });
    expect((await beat).revoked).toHaveLength(1);
    expect(old.seen.headers[API_VERSION_HEADER]).toBe(EXECUTION_API_VERSION);
    const foreign = uuid() as AttemptId;
    const answer = await old.client.call(sendReports, { body: { reports: [finished(foreign)] } });
    expect(answer).toEqual({ foreign: [foreign], work: [] });
    await expect(worker.client.call(beatAsWorker, { body: { attempt_ids: [] } as never })).rejects.toEqual(
      refused(422),
    );
  });

  test.each(['2099-01-01', 'soon'])('"%s" is refused with what is spoken', async (version) => {
    const { client } = as(null, { [API_VERSION_HEADER]: version });
    const answer = client.call(getExecutionHealth);
    await expect(answer).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(EXECUTION_API_VERSION),
    });
    await expect(answer).rejects.toBeInstanceOf(ApiError);
  });
});
