import type { AttemptId, EncodedValue } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import type { ExecutionApi } from '../execution-api.ts';
import { createWorkload, startSupervisor } from '../fixtures/supervisor-bench.ts';

class FakeExecutionApi implements ExecutionApi {
  readonly callers = new Set<AttemptId>();
  readonly variables = new Map([
    ['region', 'eu'],
    ['deploy_token', 'tok-123456'],
  ]);

  async getVariable(attemptId: AttemptId, key: string): Promise<string | null> {
    this.callers.add(attemptId);
    if (key === 'forbidden')
      throw Object.assign(new Error('not for you'), { name: 'ForbiddenError', code: 'FORBIDDEN' });
    return this.variables.get(key) ?? null;
  }

  async setVariable(attemptId: AttemptId, key: string, value: string): Promise<void> {
    this.callers.add(attemptId);
    this.variables.set(key, value);
  }

  async deleteVariable(_attemptId: AttemptId, key: string): Promise<void> {
    this.variables.delete(key);
  }

  async getConnection(attemptId: AttemptId, id: string) {
    this.callers.add(attemptId);
    return { id, type: 'postgres', host: 'h', port: 5432, login: 'me', password: 's3cret', schema: null, extra: {} };
  }

  async getXCom(attemptId: AttemptId, { taskId }: { readonly taskId: string }): Promise<EncodedValue | null> {
    this.callers.add(attemptId);
    return JSON.stringify(`from ${taskId}`) as EncodedValue;
  }
}

describe('the Execution API in a child', () => {
  test('answers what the task asks, in the name of its attempt', async () => {
    const api = new FakeExecutionApi();
    const bench = await startSupervisor({ api });
    const workload = createWorkload('use_services');
    bench.run(workload);
    const { outcome } = await bench.finished(workload.attemptId);
    expect(outcome).toEqual({ kind: 'success', result: JSON.stringify(['eu', 'from other', 's3cret']) });
    expect([...api.callers]).toEqual([workload.attemptId]);
    expect(api.variables.get('seen')).toBe('yes');
  });

  test('hides what the task fetched in secret, in its log and in its error', async () => {
    const bench = await startSupervisor({ api: new FakeExecutionApi() });
    const { outcome } = await bench.finish('tell_secrets');
    await bench.supervisor.stop({ graceMs: 0 });
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { message: 'cannot use ***', cause: { message: 'nor ***' } },
    });
    expect(bench.logs.of('tell_secrets')).toEqual(expect.arrayContaining(['log: password ***', 'stdout: printed ***']));
    expect(JSON.stringify([outcome, bench.logs.entries])).not.toMatch(/s3cret|tok-123456/);
  });

  test('refuses with the name, message and code of the refusal', async () => {
    const bench = await startSupervisor({ api: new FakeExecutionApi() });
    const { outcome } = await bench.finish('ask_in_vain');
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { name: 'ForbiddenError', message: 'not for you', code: 'FORBIDDEN' },
    });
  });
});
