/**
 * The schema of a database as text: tables with their columns, constraints, indexes and triggers, and functions, in a fixed order.
 *
 * `schema.sql` keeps it, so that a change of a migration shows what it means, and so that nobody needs `pg_dump`.
 */
import type { Queryable, Statement } from './database.ts';

const tables: Statement = {
  name: 'dump-tables',
  text: `select c.relname as name, c.reloptions as options
         from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`,
};
const columns: Statement = {
  name: 'dump-columns',
  text: `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "isRequired",
           pg_get_expr(d.adbin, d.adrelid) as default
         from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
};
const constraints: Statement = {
  name: 'dump-constraints',
  text: `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
         where conrelid = $1::regclass and contype <> 'n' order by contype desc, conname`,
};
const indexes: Statement = {
  name: 'dump-indexes',
  text: `select pg_get_indexdef(i.indexrelid) as definition from pg_index i
         where i.indrelid = $1::regclass and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
         order by 1`,
};
const triggers: Statement = {
  name: 'dump-triggers',
  text: `select pg_get_triggerdef(oid) as definition from pg_trigger
         where tgrelid = $1::regclass and not tgisinternal order by tgname`,
};
const functions: Statement = {
  name: 'dump-functions',
  text: `select pg_get_functiondef(p.oid) as definition from pg_proc p
         where p.pronamespace = 'public'::regnamespace order by p.proname`,
};

export async function dumpSchema(database: Queryable): Promise<string> {
  const parts: string[] = [];
  for (const { name, options } of await database.query<{ name: string; options: string[] | null }>(tables)) {
    parts.push(await dumpTable(database, name, options));
  }
  for (const { definition } of await database.query<{ definition: string }>(functions))
    parts.push(`${definition.trim()};`);
  return `${parts.join('\n\n')}\n`;
}

async function dumpTable(database: Queryable, table: string, options: readonly string[] | null): Promise<string> {
  const rows = await database.query<{ name: string; type: string; isRequired: boolean; default: string | null }>(
    columns,
    [table],
  );
  const checks = await database.query<{ name: string; definition: string }>(constraints, [table]);
  const lines = [
    ...rows.map((row) => {
      const fallback = row.default === null ? '' : ` default ${row.default}`;
      return `  ${row.name} ${row.type}${fallback}${row.isRequired ? ' not null' : ''}`;
    }),
    ...checks.map(({ name, definition }) => `  constraint ${name} ${definition}`),
  ];
  const storage = options === null ? '' : ` with (${options.join(', ')})`;
  const attached = [
    ...(await database.query<{ definition: string }>(indexes, [table])),
    ...(await database.query<{ definition: string }>(triggers, [table])),
  ];
  return [
    `create table ${table} (`,
    lines.join(',\n'),
    `)${storage};`,
    ...attached.map(({ definition }) => `${definition};`),
  ].join('\n');
}
