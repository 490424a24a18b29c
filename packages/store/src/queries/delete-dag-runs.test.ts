import { randomUUID } from 'node:crypto';
import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRuns } from './create-runs.ts';
import { deleteDag } from './delete-dag.ts';
import { deleteDagRuns } from './delete-dag-runs.ts';
import { readDagVersions } from './read-dag-versions.ts';

let testDatabase: TestDatabase;
const dagId = 'sales' as DagId;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(() => storeDag(testDatabase.database, makeDag(dagId, [{ id: 'a' }, { id: 'b', after: ['a'] }])));

async function sql<Row extends object>(text: string): Promise<Row[]> {
  return testDatabase.database.query<Row>({ name: text.slice(0, 60), text });
}

async function createRunWithValue(): Promise<DagRunKey> {
  const [version] = await sql<{ id: string }>('select id from dag_version order by number desc limit 1');
  const [row] = await readDagVersions(testDatabase.database, [version!.id as never]);
  const key = randomUUID() as string as DagRunKey;
  const queuedAt = Date.now();
  const created = await createRuns(testDatabase.database, [
    {
      dagRunKey: key,
      dagId,
      runId: `run ${key}` as RunId,
      runType: 'manual',
      triggeredBy: 'cli',
      triggeredByUser: null,
      dagVersionId: row!.versionId,
      logicalDateAt: null,
      dataIntervalStartAt: null,
      dataIntervalEndAt: null,
      runAfterAt: queuedAt,
      queuedAt,
      conf: {},
      note: null,
    },
  ]);
  expect(created).toEqual([key]);
  await testDatabase.database.runScript(
    `insert into xcom (dag_run_id, task_id, map_index, key, value) values ('${key}', 'a', -1, 'return_value', '1')`,
  );
  return key;
}

const leftOvers = () =>
  sql<{ run: string; rows: number }>(
    `select dag_run_id as run, count(*)::int as rows from (
       select dag_run_id from task_instance union all select dag_run_id from xcom) as left_over
     group by dag_run_id`,
  );

test('task instances and XComs go with their run, and those of others stay', async () => {
  const gone = await createRunWithValue();
  const kept = await createRunWithValue();
  await deleteDagRuns(testDatabase.database, [gone]);
  expect(await leftOvers()).toEqual([{ run: kept, rows: 3 }]);
  await deleteDagRuns(testDatabase.database, [kept]);
});

test('they go with their DAG as well', async () => {
  await createRunWithValue();
  await deleteDag(testDatabase.database, dagId);
  expect(await leftOvers()).toEqual([]);
});
