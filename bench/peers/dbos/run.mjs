/**
 * DBOS Transact in the shapes of our scenarios: steps run inside the process of their workflow, and each is recorded.
 *
 * Needs `DATABASE_URL`. The last line is one JSON object.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';

const SLOTS = 10;
const POLL_MS = 1;
const WARM_UP_RUNS = 20;

/** @param {number} n @returns {number} */
const fibo = (n) => (n < 2 ? n : fibo(n - 1) + fibo(n - 2));
const step = () => DBOS.runStep(async () => fibo(10), { name: 'fibo' });

const chain = DBOS.registerWorkflow(
  async (/** @type {number} */ length) => {
    for (let index = 0; index < length; index += 1) await step();
  },
  { name: 'chain' },
);

/** Steps side by side, `SLOTS` at a time. */
const parallel = DBOS.registerWorkflow(
  async (/** @type {number} */ tasks) => {
    for (let first = 0; first < tasks; first += SLOTS) await Promise.all(Array.from({ length: SLOTS }, step));
  },
  { name: 'parallel' },
);

/** A workflow of one step, for a queue: what comes closest to a task that any worker may take. */
const single = DBOS.registerWorkflow(async () => step(), { name: 'single' });

DBOS.setConfig({
  name: 'tradewind-bench',
  applicationVersion: '1',
  systemDatabaseUrl: process.env['DATABASE_URL'],
  logLevel: 'error',
});
await DBOS.launch();
await DBOS.registerQueue('queue', { workerConcurrency: SLOTS, minPollingIntervalMs: POLL_MS });

for (let run = 0; run < WARM_UP_RUNS; run += 1) await chain(3);
const figures = [
  { name: '3 steps, median', unit: 'ms', value: median(await repeat(200, () => chain(3))) },
  { name: '40 steps in a chain, median', unit: 'ms', value: median(await repeat(20, () => chain(40))) },
  {
    name: `400 steps of one workflow, ${SLOTS} at a time, median`,
    unit: 'ms',
    value: median(await repeat(10, () => parallel(400))),
  },
  { name: `400 workflows on a queue of ${SLOTS}, median`, unit: 'ms', value: median(await repeat(3, enqueueAll)) },
];
const settings = await readSettings();
await DBOS.shutdown();
for (const { name, value, unit } of figures) console.log(`| DBOS | ${name} | ${value.toFixed(2)} ${unit} |`);
console.log(JSON.stringify({ peer: 'dbos', figures, settings }));

async function enqueueAll() {
  const handles = await Promise.all(
    Array.from({ length: 400 }, () => DBOS.startWorkflow(single, { queueName: 'queue' })()),
  );
  await Promise.all(handles.map((handle) => handle.getResult()));
}

/**
 * @param {number} times
 * @param {() => Promise<unknown>} work
 */
async function repeat(times, work) {
  const durations = [];
  for (let time = 0; time < times; time += 1) {
    const from = performance.now();
    await work();
    durations.push(performance.now() - from);
  }
  return durations;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

async function readSettings() {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  const { rows } = await client.query(
    `select current_setting('server_version') as postgres, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as synchronous_commit`,
  );
  await client.end();
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  const dbos = dependencies['@dbos-inc/dbos-sdk'];
  return {
    ...rows[0],
    dbos,
    node: process.versions.node,
    cores: availableParallelism(),
    slots: SLOTS,
    poll_ms: POLL_MS,
  };
}
