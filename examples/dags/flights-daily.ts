import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cronInterval, dag, Fail, group, Skip, shortCircuit, task } from 'tradewind';
import { dataFile } from '../data/data-file.ts';
import { markdownTable } from '../data/markdown-table.ts';
import { outputFile, writeText } from '../data/output-file.ts';
import { query, quoted, writeParquet } from '../data/query.ts';

interface Flights {
  readonly file: string;
  readonly rows: number;
}

const FEWEST_FLIGHTS = 10_000;
const HIGHEST_FAULT_SHARE = 0.001;

/** What is wrong with a flight. Such rows stay in the file, so that somebody can look at them, and count nowhere. */
const FAULT = `case
  when delay is null or distance is null or origin is null or destination is null then 'incomplete'
  when delay not between -180 and 1800 then 'impossible delay'
  when distance not between 1 and 6000 then 'impossible distance'
  when origin = destination then 'goes nowhere'
end`;

/** Of aggregated rows: how many flights, and how many percent of them were at least a quarter of an hour late. */
const PUNCTUALITY = 'sum(flights)::int as flights, round(100 * sum(late) / sum(flights), 1) as "late %"';

const extract = task('extract', { retries: 2, retryDelay: '5s' }, async (_: void, context) => {
  const { dataInterval, ds } = context;
  const file = await outputFile(context, `flights/${ds}/flights.parquet`);
  const rows = await writeParquet(
    file,
    `select *, ${FAULT} as fault from read_parquet($source)
     where date >= $start::timestamp and date < $end::timestamp`,
    {
      source: dataFile('flights-3m.parquet'),
      start: dataInterval.start.toISOString(),
      end: dataInterval.end.toISOString(),
    },
  );
  if (rows === 0) throw new Skip(`There are no flights of ${ds}: the records are those of January to June 2001.`);
  return { file, rows };
});

const check = task('check', async ({ file, rows }: Flights, { log }) => {
  const faults = await query<{ fault: string; flights: number }>(
    'select fault, count(*)::int as flights from read_parquet($file) where fault is not null group by fault',
    { file },
  );
  for (const fault of faults) log.warn('flights set aside', fault);
  const faulty = faults.reduce((sum, { flights }) => sum + flights, 0);
  if (rows < FEWEST_FLIGHTS) throw new Fail(`Expected at least ${FEWEST_FLIGHTS} flights, got: ${rows}.`);
  if (faulty > rows * HIGHEST_FAULT_SHARE)
    throw new Fail(`Expected next to no faults, got: ${faulty} of ${rows} rows.`);
  return { file, rows: rows - faulty };
});

const byAirport = task('by_airport', ({ file }: Flights) => aggregate(file, 'airports', 'origin as airport'));
const byHour = task('by_hour', ({ file }: Flights) => aggregate(file, 'hours', 'hour(date) as hour'));

/** Compares a day with the day before it, so it waits until that one is reported: `dependsOnPast`. */
const report = task('report', { dependsOnPast: true }, async (airports: string, context) => {
  const { ds, dataInterval } = context;
  const dayBefore = new Date(dataInterval.start.getTime() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const days = [ds, dayBefore].map((day) => airports.replace(ds, day)).filter((file) => existsSync(file));
  const rows = await query<object>(
    `select strftime(day, '%a %-d %b') as day, ${PUNCTUALITY}, arg_max(airport, late) as "most at"
     from read_parquet([${days.map(quoted)}]) group by all order by any_value(day) desc`,
  );
  await publish(join(dirname(airports), 'report.md'), [`# Flights of ${ds}`, markdownTable(rows)]);
});

const monthIsOver = shortCircuit('month_is_over', (_: void, { dataInterval }) => dataInterval.end.getUTCDate() === 1);

/** The year so far. The last one, at the end of June, is the report of the whole period. */
const yearReport = task('year_report', async (_: void, context) => {
  const rowsOf = async (files: string, columns: string, end: string): Promise<readonly object[]> =>
    query<object>(
      `select ${columns}, ${PUNCTUALITY} from read_parquet($files) where day <= $last::date group by all ${end}`,
      { files: await outputFile(context, `flights/*/${files}.parquet`), last: context.ds },
    );
  const worst = 'order by "late %" desc limit 5';
  await publish(await outputFile(context, `flights/report-until-${context.ds}.md`), [
    `# Flights until ${context.ds}`,
    markdownTable(await rowsOf('airports', 'month(day)::int as month', 'order by month')),
    '## The worst days',
    markdownTable(await rowsOf('airports', 'day::text as day', worst)),
    '## The worst of the large airports',
    markdownTable(await rowsOf('airports', 'airport', `having sum(flights) > 10000 ${worst}`)),
    '## The best hours to leave',
    markdownTable(await rowsOf('hours', 'hour::int as hour', 'having sum(flights) > 10000 order by "late %" limit 5')),
  ]);
});

export const flightsDaily = dag(
  'flights_daily',
  {
    schedule: cronInterval('@daily'),
    startDate: '2001-01-01',
    endDate: '2001-06-30',
    catchup: true,
    maxActiveRuns: 8,
    isPausedUponCreation: false,
    description: 'Three million flights of 2001, a day at a time',
    tags: ['example', 'duckdb', 'catchup'],
    docMd: `
Makes up for each day from January to June 2001: takes the flights of the day out of three million, checks them,
aggregates them by airport and by hour of departure, and reports how punctual they were. At the end of each month it
reports the year so far.

Each day writes its own files, as a whole. So days run side by side, and running one again changes nothing.
They lie in \`.tradewind/examples-output/flights\`, or in the folder that the variable \`examples_output\` names.
`.trim(),
  },
  () => {
    const flights = check(extract());
    const aggregates = group('aggregate', () => ({ airports: byAirport(flights), hours: byHour(flights) }));
    report(aggregates.result.airports).after(aggregates).before(monthIsOver().before(yearReport()));
  },
);

async function aggregate(file: string, name: string, column: string): Promise<string> {
  const target = join(dirname(file), `${name}.parquet`);
  await writeParquet(
    target,
    `select date::date as day, ${column}, count(*) as flights, count(*) filter (delay >= 15) as late
     from read_parquet($file) where fault is null group by all order by all`,
    { file },
  );
  return target;
}

/** A report goes to a file, and to the log of the task, like everything that it prints. */
async function publish(file: string, parts: readonly string[]): Promise<void> {
  const text = `${parts.join('\n\n')}\n`;
  await writeText(file, text);
  console.log(`${text}\n${file}`);
}
