import { dag, group, task } from 'tradewind';
import { dataFile } from '../data/data-file.ts';
import { markdownTable } from '../data/markdown-table.ts';
import { outputFile, writeText } from '../data/output-file.ts';
import { query, quoted } from '../data/query.ts';

const FILES = [
  'airports.csv',
  'birdstrikes.csv',
  'cars.json',
  'disasters.csv',
  'flights-20k.json',
  'gapminder.json',
  'movies.json',
  'penguins.json',
  'seattle-weather.csv',
  'stocks.csv',
];

interface Column {
  readonly column: string;
  readonly type: string;
  readonly distinct: number;
  readonly 'empty %': number;
  readonly rows: number;
}

interface Profile {
  readonly file: string;
  readonly columns: readonly Column[];
}

const profile = task('profile', async (file: string, { log }): Promise<Profile> => {
  const columns = await query<Column>(
    `select column_name as column, column_type as type, approx_unique::int as "distinct",
       null_percentage::double as "empty %", count::int as rows
     from (summarize from ${quoted(dataFile(file))})`,
  );
  log.info('file profiled', { file, columns: columns.length });
  return { file, columns };
});

const catalogue = task('catalogue', async (profiles: readonly Profile[], context) => {
  const summary = profiles.map(({ file, columns }) => ({
    file,
    rows: columns[0]?.rows ?? 0,
    columns: columns.length,
    'with gaps': columns.filter((column) => column['empty %'] > 0).length,
  }));
  const parts = profiles.flatMap(({ file, columns }) => [
    `## ${file}`,
    markdownTable(columns.map(({ rows, ...column }) => column)),
  ]);
  const target = await outputFile(context, 'catalogue.md');
  await writeText(target, `${['# Data files', markdownTable(summary), ...parts].join('\n\n')}\n`);
  console.log(`${markdownTable(summary)}\n\n${target}`);
  return { files: summary.length, rows: summary.reduce((sum, { rows }) => sum + rows, 0) };
});

export const dataCatalogue = dag(
  'data_catalogue',
  {
    isPausedUponCreation: false,
    defaults: { retries: 1, retryDelay: '5s' },
    description: 'What is in a folder of data files: a task for each, and one for them all',
    tags: ['example', 'duckdb', 'fan-out'],
    docMd: `
Profiles ten data files side by side, one task for each, and joins what was found into one catalogue:
the columns of each file, their types, how many values are different and how many are missing.

The catalogue is \`.tradewind/examples-output/catalogue.md\`, or lies in the folder that the variable \`examples_output\` names.
`.trim(),
  },
  () => {
    const profiles = group('profiles', () => FILES.map((file) => profile.with({ id: taskIdOf(file) })(file)));
    return catalogue(profiles.result);
  },
);

/** `seattle-weather.csv` becomes `seattle_weather`. */
function taskIdOf(file: string): string {
  return file.replace(/\.\w+$/, '').replaceAll('-', '_');
}
