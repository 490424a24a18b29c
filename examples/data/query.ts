import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { writeWhole } from './output-file.ts';

interface Values {
  readonly [name: string]: DuckDBValue;
}

let connection: Promise<DuckDBConnection> | null = null;

/**
 * The rows of a query. `$name` in it stands for a value.
 *
 * Tasks run in processes that stay, so DuckDB is opened once in each. It holds nothing between two queries: tasks hand
 * files to each other. One thread is enough for a task, for others run beside it.
 */
export async function query<Row>(sql: string, values: Values = {}): Promise<readonly Row[]> {
  connection ??= DuckDBInstance.create(':memory:', { threads: '1' }).then((instance) => instance.connect());
  const reader = await (await connection).runAndReadAll(sql, { ...values });
  return reader.getRowObjectsJS() as unknown as readonly Row[];
}

/** Writes the rows of a query to a Parquet file, as a whole, and gives their number back. */
export async function writeParquet(file: string, select: string, values: Values = {}): Promise<number> {
  let rows = 0;
  await writeWhole(file, async (draft) => {
    const copy = `copy (${select}) to ${quoted(draft)} (format parquet)`;
    const [written] = await query<{ readonly Count: bigint }>(copy, values);
    rows = Number(written?.Count);
  });
  return rows;
}

/** A text as SQL, for the few places where no value may stand. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
