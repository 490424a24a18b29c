import { describe, expect, test } from 'vitest';
import { sampleDag, sampleTask } from './fixtures/sample-dag.ts';
import type { GroupId, TaskId } from './ids.ts';
import type { SerializedDag, SerializedGroup } from './serialized-dag.ts';
import { SerializedDagInvalidError, SerializedDagTooNewError } from './serialized-dag-errors.ts';
import { readSerializedDag } from './serialized-dag-reader.ts';

/** A DAG in which every field that may be null is null in one task and set in another. */
function completeDag(): SerializedDag {
  const group: SerializedGroup = {
    groupId: 'clean' as GroupId,
    parentId: null,
    displayName: 'Clean up',
    tooltip: null,
  };
  return sampleDag(
    [
      sampleTask('create', '', { isSetup: true }),
      sampleTask('clean.work', 'create', {
        groupId: group.groupId,
        inputs: ['create' as TaskId],
        setups: ['create' as TaskId],
        executionTimeoutMs: 1,
        maxActiveTisPerDag: 1,
        startDate: '2026-01-01T00:00:00.000Z',
        flow: 'branch',
        priorityWeight: -3,
      }),
      sampleTask('drop', 'clean.work create', { isTeardown: true, triggerRule: 'all_done_setup_success' }),
    ],
    { groups: [group], resultTaskId: 'clean.work' as TaskId, tags: ['a', 'b'], params: { type: 'object' } },
  );
}

/** What the reader finds in the complete DAG after `spoil` has been at its JSON. */
// biome-ignore lint/suspicious/noExplicitAny: spoiling data is the point.
function faultsAfter(spoil: (dag: any) => void): readonly string[] {
  const json = JSON.parse(JSON.stringify(completeDag()));
  spoil(json);
  try {
    readSerializedDag(json);
  } catch (error) {
    if (error instanceof SerializedDagInvalidError) return error.faults;
    throw error;
  }
  return [];
}

test('a sound DAG is read as it is', () => {
  const json: unknown = JSON.parse(JSON.stringify(completeDag()));
  expect(readSerializedDag(json)).toBe(json);
  expect(json).toEqual(completeDag());
});

describe('every field', () => {
  const dag = completeDag();
  const paths = [
    ...Object.keys(dag),
    ...Object.keys(dag.tasks[0]!).map((field) => `tasks.0.${field}`),
    ...Object.keys(dag.tasks[0]!.retry).map((field) => `tasks.0.retry.${field}`),
    ...Object.keys(dag.groups[0]!).map((field) => `groups.0.${field}`),
  ];

  test.each(paths)('%s is missed when it is absent, and refused when it has the wrong type', (path) => {
    const shown = path.replace(/\.(\d)/, '[$1]');
    const keys = path.split('.');
    const field = keys.pop()!;
    // biome-ignore lint/suspicious/noExplicitAny: any part of the data.
    const holder = (json: any): any => keys.reduce((part, key) => part[key], json);
    const absent = faultsAfter((json) => delete holder(json)[field]);
    const wrong = faultsAfter((json) => {
      holder(json)[field] = Symbol.iterator;
    });
    for (const faults of [absent, wrong]) expect(faults[0]).toMatch(`expected ${shown} to be `);
  });
});

test.each<readonly [string, (dag: { tasks: object[] } & Record<string, unknown>) => void, string]>([
  [
    'retries',
    (dag) =>
      Object.assign(dag.tasks[1]!, { retry: { retries: -1, retryDelayMs: 0, backoff: 0, maxRetryDelayMs: null } }),
    'expected tasks[1].retry.retries to be a whole number ≥ 0, got: -1',
  ],
  [
    'id',
    (dag) => Object.assign(dag, { dagId: 'my dag' }),
    'expected dagId to be an id: expected letters, digits, "-", "." and "_" only, got: "my dag"',
  ],
  [
    'rule',
    (dag) => Object.assign(dag.tasks[0]!, { weightRule: 'sideways' }),
    'expected tasks[0].weightRule to be "downstream" or "upstream" or "absolute", got: "sideways"',
  ],
  [
    'instant',
    (dag) => Object.assign(dag, { startDate: '2026-01-01' }),
    'expected startDate to be an instant in UTC such as "2026-01-01T00:00:00.000Z" or null, got: "2026-01-01"',
  ],
  [
    'sets',
    (dag) => Object.assign(dag, { tags: ['b', 'a'] }),
    'expected tags to be a sorted list of texts without duplicates, got: ["b","a"]',
  ],
  [
    'slots',
    (dag) => Object.assign(dag.tasks[0]!, { poolSlots: 0 }),
    'expected tasks[0].poolSlots to be a whole number ≥ 1, got: 0',
  ],
  [
    'time-out',
    (dag) => Object.assign(dag.tasks[0]!, { executionTimeoutMs: 0 }),
    'expected tasks[0].executionTimeoutMs to be a number > 0 or null, got: 0',
  ],
  [
    'extra',
    (dag) => Object.assign(dag.tasks[0]!, { colour: 'red' }),
    'expected tasks[0].colour to be absent, got: "red"',
  ],
  ['list', (dag) => Object.assign(dag, { tasks: {} }), 'expected tasks to be a list, got: {}'],
  ['task', (dag) => Object.assign(dag, { tasks: [null] }), 'expected tasks[0] to be an object, got: null'],
  [
    'long',
    (dag) => Object.assign(dag, { catchup: 'x'.repeat(500) }),
    `expected catchup to be true or false, got: "${'x'.repeat(59)}…`,
  ],
])('a fault of the %s is told with its path and value', (_, spoil, sentence) => {
  expect(faultsAfter(spoil)).toEqual([sentence]);
});

test('faults of the timetable are told with their path', () => {
  expect(faultsAfter((dag) => Object.assign(dag.timetable, { kind: 'every', periodMs: -1 }))[0]).toMatch(
    /^expected timetable\.periodMs to be .*got: -1$/,
  );
  expect(faultsAfter((dag) => Object.assign(dag, { timetable: 7 }))[0]).toMatch(
    /^expected timetable to be .*, got: 7$/,
  );
});

test('all faults are told at once', () => {
  const faults = faultsAfter((dag) => {
    dag.owner = 1;
    dag.tasks[0].retry.backoff = 'x';
    dag.tasks[2].queue = null;
  });
  expect(faults).toHaveLength(3);
  expect(new SerializedDagInvalidError(faults)).toMatchObject({ code: 'SERIALIZED_DAG_INVALID', faults });
});

describe('references', () => {
  test.each<readonly [string, Parameters<typeof faultsAfter>[0], string]>([
    [
      'an unknown upstream task',
      (dag) => dag.tasks[2].upstream.splice(0, 2, 'clean.wrk'),
      'task "drop" depends on "clean.wrk", which is not in the DAG. Did you mean "clean.work"?',
    ],
    [
      'an unknown setup',
      (dag) => dag.tasks[1].setups.splice(0, 1, 'zzz'),
      'task "clean.work" is in the scope of "zzz", which is not in the DAG',
    ],
    [
      'a setup that is none',
      (dag) => dag.tasks[1].setups.splice(0, 1, 'drop'),
      'task "clean.work" is in the scope of "drop", which is no setup',
    ],
    [
      'an input that is not upstream',
      (dag) => dag.tasks[2].inputs.push('drop'),
      'task "drop" takes the result of "drop", which is not among its upstream tasks',
    ],
    [
      'an unknown group',
      (dag) => Object.assign(dag.tasks[0], { groupId: 'claen' }),
      'task "create" is in group "claen", which is not in the DAG. Did you mean "clean"?',
    ],
    [
      'an unknown parent',
      (dag) => Object.assign(dag.groups[0], { parentId: 'zzz' }),
      'group "clean" is in group "zzz", which is not in the DAG',
    ],
    [
      'an unknown result',
      (dag) => Object.assign(dag, { resultTaskId: 'zzz' }),
      'the result of the DAG is that of "zzz", which is not in the DAG',
    ],
    [
      'groups inside themselves',
      (dag) => Object.assign(dag.groups[0], { parentId: 'clean' }),
      'group "clean" is inside itself',
    ],
    [
      'an id that is taken',
      (dag) => dag.tasks.push(structuredClone(dag.tasks[0])),
      '"create" is the id of more than one task or group',
    ],
    [
      'a group with the id of a task',
      (dag) => dag.groups.push({ ...dag.groups[0], groupId: 'drop' }),
      '"drop" is the id of more than one task or group',
    ],
    [
      'a setup that is a teardown',
      (dag) => Object.assign(dag.tasks[2], { isSetup: true }),
      'task "drop" is both a setup and a teardown',
    ],
    [
      'a teardown with another rule',
      (dag) => Object.assign(dag.tasks[2], { triggerRule: 'always' }),
      'task "drop" has trigger rule "always": "all_done_setup_success" is the rule of every teardown, and of no other task',
    ],
    [
      'a cycle',
      (dag) => dag.tasks[0].upstream.push('drop'),
      'the tasks form a cycle: create → clean.work → drop → create',
    ],
  ])('%s is told', (_, spoil, sentence) => {
    expect(faultsAfter(spoil)).toContain(sentence);
  });
});

describe('the schema version', () => {
  test('of a newer Tradewind has an error of its own, whatever else the data is', () => {
    const read = (): unknown => readSerializedDag({ schemaVersion: 2, somethingNew: true });
    expect(read).toThrow(SerializedDagTooNewError);
    expect(read).toThrow('schema version 2, and this Tradewind reads up to version 1. Upgrade this process');
  });

  test.each([0, -1, '1', 1.5, null])('%o is none', (schemaVersion) => {
    expect(faultsAfter((dag) => Object.assign(dag, { schemaVersion }))).toEqual([
      `expected schemaVersion to be 1, got: ${JSON.stringify(schemaVersion)}`,
    ]);
  });
});

test.each([null, undefined, 'x', 7, []])('%o is no DAG', (json) => {
  expect(() => readSerializedDag(json)).toThrow(/^The serialised DAG is not valid: expected it to be an object, got: /);
});

test('a DAG of 5,000 tasks is read at once', () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `t${String(i).padStart(4, '0')}`);
  const tasks = ids.map((taskId, i) => sampleTask(taskId, i === 4999 ? ids.slice(0, -1).join(' ') : ''));
  const startedAt = performance.now();
  readSerializedDag(sampleDag(tasks));
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
