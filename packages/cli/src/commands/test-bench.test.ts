import type { AttemptOutcome, EncodedValue, TaskId } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { runTradewind } from '../fakes/run-tradewind.ts';
import { NOW } from '../fakes/sample-dag.ts';
import type { Services, TestBench } from '../ports/services.ts';

const task = { taskId: 'extract' as TaskId, mapIndex: -1 };

function bench(rest: Partial<TestBench>): Partial<Services> {
  const unused = async (): Promise<never> => Promise.reject(new Error('not part of this test'));
  return { testBench: async () => ({ testDag: unused, testTask: unused, renderTask: unused, ...rest }) };
}

describe('dags test', () => {
  const testDag: TestBench['testDag'] = async (_, { observer, conf }) => {
    observer.taskChanged({ ...task, state: 'scheduled', tryNumber: 1 });
    observer.taskChanged({ ...task, state: 'queued', tryNumber: 1 });
    observer.taskChanged({ ...task, state: 'running', tryNumber: 1 });
    observer.taskChanged({ ...task, state: 'running', tryNumber: 1 });
    observer.logged({ ...task, at: '2026-03-01T06:00:01.250Z', level: 'info', stream: 'log', message: 'fetching' });
    observer.returned({ ...task, value: [1, 2n, new Map([['a', new Set([1])]])] });
    observer.taskChanged({ ...task, state: 'success', tryNumber: 2 });
    observer.taskChanged({ taskId: 'files' as TaskId, mapIndex: 3, state: 'skipped', tryNumber: 0 });
    return conf['fail'] === true ? 'failed' : 'success';
  };

  test('prints logs, states and results as they come', async () => {
    const { code, out } = await runTradewind(['dags', 'test', 'sales'], { services: bench({ testDag }) });
    expect(code).toBe(0);
    expect(out).toBe(`\
◐ extract running
│ extract 06:00:01.250 info  fetching
│ extract returned [1,"2n",{"a":[1]}]
✓ extract success 0ms (try 2)
↷ files[3] skipped 0ms
Test of sales: success in 0ms (1 success, 1 skipped)
`);
  });

  test('ends with 1 after a failure', async () => {
    const { code } = await runTradewind(['dags', 'test', 'sales', '-c', '{"fail":true}'], {
      services: bench({ testDag }),
    });
    expect(code).toBe(1);
  });

  test('runs for the date that is given, else for now, or without one', async () => {
    const dates: (number | null)[] = [];
    const services = bench({
      testDag: async (_, { logicalDateAt }) => {
        dates.push(logicalDateAt);
        return 'success';
      },
    });
    await runTradewind(['dags', 'test', 'sales', '-l', '2026-02-01'], { services });
    await runTradewind(['dags', 'test', 'sales'], { services });
    await runTradewind(['dags', 'test', 'sales', '--no-logical-date'], { services });
    expect(dates).toEqual([Date.UTC(2026, 1, 1), NOW, null]);
  });
});

describe('tasks test', () => {
  const error = {
    name: 'TypeError',
    message: 'no rows',
    code: null,
    stack: 'TypeError: no rows\n    at load',
    cause: null,
  };

  test.each<[AttemptOutcome, number, string]>([
    [{ kind: 'success', result: '13' as EncodedValue }, 0, 'total success: 13\n'],
    [{ kind: 'success' }, 0, 'total success\n'],
    [{ kind: 'skipped', reason: 'nothing new' }, 0, 'total skipped: nothing new\n'],
    [
      { kind: 'failed', error, isRetryable: true },
      1,
      'total failed: TypeError: no rows\nTypeError: no rows\n    at load\n',
    ],
  ])('%j', async (outcome, code, out) => {
    const inputs: unknown[] = [];
    const services = bench({
      testTask: async (_, request) => {
        inputs.push(request.inputs);
        return outcome;
      },
    });
    const result = await runTradewind(['tasks', 'test', 'sales', 'total', '-i', '{"extract":[1]}'], { services });
    expect({ code: result.code, out: result.out }).toEqual({ code, out });
    expect(inputs).toEqual([{ extract: [1] }]);
  });
});

describe('tasks render', () => {
  const services = bench({
    renderTask: async (_, { taskId }) => (taskId === 'sql' ? { statement: 'select 1', rows: 2 } : {}),
  });

  test('prints the fields', async () => {
    const yaml = await runTradewind(['tasks', 'render', 'sales', 'sql'], { services });
    expect(yaml.out).toBe('statement: select 1\nrows: 2\n');
    const json = await runTradewind(['tasks', 'render', 'sales', 'sql', '-o', 'json'], { services });
    expect(JSON.parse(json.out)).toEqual({ statement: 'select 1', rows: 2 });
  });

  test('says when there are none', async () => {
    const { out, err } = await runTradewind(['tasks', 'render', 'sales', 'x'], { services });
    expect({ out, err }).toEqual({ out: '', err: 'Task x has no templated fields.\n' });
  });
});
