import { parseArgs } from 'node:util';

/** What the command line of the bench says. */
export interface BenchOptions {
  readonly scenario: string;
  /** Print one JSON object as the last line, instead of a table. */
  readonly isJson: boolean;
  /** How many attempts run at once (`core.parallelism`); null: what the scenario says. */
  readonly slots: number | null;
  /** How often the measured thing is repeated; null: what the scenario says. */
  readonly runs: number | null;
  /** Sizes of the scenario are multiplied by it. @default 1 */
  readonly scale: number;
  /** How long `idle` looks on. @default 60 */
  readonly seconds: number;
  /** Worker processes that are kept warm (`worker.minWarm`); null: the product's default. */
  readonly minChildren: number | null;
  /** The limits that the product has unless told otherwise, where a scenario would raise them. */
  readonly hasDefaultLimits: boolean;
  /** A PostgreSQL server to use; a database is made there and dropped. Null: an embedded server of its own. */
  readonly databaseUrl: string | null;
  /** A folder for CPU profiles of the server and its workers; null: none are taken. */
  readonly profileFolder: string | null;
  /** Leave the folder with database, logs and DAG files behind. */
  readonly isKept: boolean;
}

export const USAGE = `npm run -s bench -- <scenario> [options]

  --json              the last line is one JSON object
  --slots N           attempts that run at once (core.parallelism)
  --runs N            repetitions
  --scale X           multiplies the sizes, for a quick look: 0.01 is a hundredth
  --seconds N         how long "idle" looks on (60)
  --min-children N    worker processes kept warm (worker.minWarm)
  --default-limits    keep the product's limits where the scenario would raise them
  --database-url URL  a PostgreSQL server instead of an embedded one
  --profile FOLDER    take CPU profiles, and say what cost most
  --keep              leave the temporary folder behind
  --source            measure the sources instead of the build`;

/** @throws {TypeError} for an option that does not exist, and {RangeError} for a number that is none. */
export function parseBenchOptions(words: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      slots: { type: 'string' },
      runs: { type: 'string' },
      scale: { type: 'string' },
      seconds: { type: 'string' },
      'min-children': { type: 'string' },
      'default-limits': { type: 'boolean', default: false },
      'database-url': { type: 'string' },
      profile: { type: 'string' },
      keep: { type: 'boolean', default: false },
      source: { type: 'boolean', default: false },
    },
  });
  return {
    scenario: positionals[0] ?? '',
    isJson: values.json,
    slots: readNumber('slots', values.slots),
    runs: readNumber('runs', values.runs),
    scale: readNumber('scale', values.scale) ?? 1,
    seconds: readNumber('seconds', values.seconds) ?? 60,
    minChildren: readNumber('min-children', values['min-children']),
    hasDefaultLimits: values['default-limits'],
    databaseUrl: values['database-url'] ?? null,
    profileFolder: values.profile ?? null,
    isKept: values.keep,
  };
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!(number >= 0)) throw new RangeError(`Expected --${name} to be a number that is not negative, got: ${text}`);
  return number;
}
