import {
  dagOperations,
  poolOperations,
  runOperations,
  taskOperations,
  variableOperations,
} from '@tradewind/api-server';
import type { DagId } from '@tradewind/model';
import { secretBox } from '@tradewind/store';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localChange } from './local-change.ts';
import {
  type RecordingParts,
  recordedDags,
  recordedPools,
  recordedRuns,
  recordedTasks,
  recordedVariables,
} from './recorded.ts';

let testDatabase: TestDatabase;
let parts: RecordingParts;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const { database } = testDatabase;
  parts = { database, change: localChange({ database, now: Date.now, user: 'ann' }) };
});

afterAll(() => testDatabase.drop());

test('every change of the command line is on record, and what fails is not', async () => {
  const { database } = parts;
  const context = { database, now: Date.now, triggeredBy: 'cli', user: 'ann' } as const;
  const secrets = {
    secrets: async () => secretBox(new Uint8Array(32)),
    environment: { findVariable: () => null, findConnection: () => null },
  };
  await storeDag(database, makeDag('sales', [{ id: 'a' }]));
  const dagId = 'sales' as DagId;
  const dags = recordedDags(parts, (inside) => dagOperations({ ...context, database: inside }));
  await dags.setPaused([dagId], true);
  await dags.setPaused([dagId], true);
  const run = await dags.trigger({ dagId, conf: {}, note: null });
  await expect(dags.trigger({ dagId, runId: run.runId, conf: {}, note: null })).rejects.toMatchObject({
    code: 'DAG_RUN_EXISTS',
  });
  const tasks = recordedTasks(parts, (inside) => taskOperations({ ...context, database: inside }));
  const scope = {
    dagId,
    runId: run.runId,
    withUpstream: false,
    withDownstream: false,
    onlyFailed: false,
    onlyRunning: false,
  };
  await tasks.clear({ ...scope, isDryRun: true });
  await recordedRuns(parts, (inside) => runOperations({ ...context, database: inside })).delete(run.dagRunKey);
  const pools = recordedPools(parts, (inside) => poolOperations({ database: inside }));
  const pool = { name: 'dwh', slots: 1, description: '', includeDeferred: false };
  await pools.save([pool]);
  await pools.save([{ ...pool, slots: 2 }]);
  const variables = recordedVariables(parts, (inside) =>
    variableOperations({ ...context, ...secrets, database: inside }),
  );
  await variables.save([{ key: 'token', value: 'very secret', description: null }]);
  const events = await database.query<{ event: string; all: string }>({
    name: '',
    text: `select event, e::text as all from audit_event e order by id`,
  });
  expect(events.map(({ event }) => event)).toEqual([
    'patch_dag',
    'trigger_dag_run',
    'delete_dag_run',
    'post_pool',
    'patch_pool',
    'post_variable',
  ]);
  expect(events.every(({ all }) => all.includes('ann') && all.includes('cli'))).toBe(true);
  expect(events.some(({ all }) => all.includes('very secret'))).toBe(false);
});
