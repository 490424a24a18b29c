import { expect, test } from 'vitest';
import { z } from 'zod';
import { attempt, type MemoryOptions } from '../fixtures/memory-attempt.ts';
import { type Handle, literal, type TaskContext, type Template, type Templated, task, templateFile } from '../index.ts';
import { addOperator } from '../operators/index.ts';

function show(text: Templated<unknown>): Handle<unknown> {
  return addOperator<{ text: unknown }, unknown>('show', { text } as object, {
    operator: 'show',
    templated: { text: () => null },
    plain: {},
    run: ({ text: rendered }) => rendered,
  });
}

const render = async (text: Templated<unknown>, options: MemoryOptions = {}): Promise<unknown> => {
  const { result, error } = await attempt(() => show(text), options);
  if (error !== null) throw error;
  return result;
};

test.each([
  ['{{ ds }} {{ ds_nodash }}', '2026-03-01 20260301'],
  ['{{ts}} {{ ts_nodash }} {{ ts_nodash_with_tz }}', '2026-03-01T06:00:00+00:00 20260301T060000 20260301T060000+0000'],
  ['{{ logical_date }} {{ data_interval_end | ds }}', '2026-03-01T06:00:00+00:00 2026-03-02'],
  ['{{ dag.dag_id }}.{{ task.task_id }} {{ run_id }} {{ ti.try_number }}', 'memory.show manual__1 1'],
  ['{{ dag_run.conf.region | upper }}', 'EU'],
  ["{{ params['region'] }} {{ params.deep.list[1] }}", 'eu b'],
  ['{{ params.deep | tojson }}', '{"list":["a","b"]}'],
  ['{{ params.nothing | default("none") }} {{ params.region | default(5) }}', 'none eu'],
  ['{{ var.value.name }} {{ var.json.settings.size }} {{ var.value.absent | default(7) }}', 'Ann 3 7'],
  ['{{ conn.db.host }} {{ conn.db.login }} {{ conn.db.extra.ssl }}', 'db.test me true'],
  ["{{ '{{' }} {{ \"}}\" }} {{- ' x' -}}", '{{ }}  x'],
  ['no template $' + '{#name}', 'no template $' + '{#name}'],
])('%s gives %s', async (template, expected) => {
  const rendered = await render(template, {
    conf: { region: 'eu', deep: { list: ['a', 'b'] } },
    variables: { name: 'Ann', settings: '{"size": 3}' },
    connections: { db: { host: 'db.test', login: 'me', extra: { ssl: true } } },
  });
  expect(rendered).toBe(expected);
});

test.each([
  ['{{ dss }}', 'TEMPLATE_NAME_UNKNOWN', 'Did you mean "ds"?'],
  ['{{ dag.dagid }}', 'TEMPLATE_NAME_UNKNOWN', 'Did you mean "dag.dag_id"?'],
  ['{{ execution_date }}', 'TEMPLATE_NAME_UNKNOWN', '"execution_date"'],
  ['{{ ds | uper }}', 'TEMPLATE_INVALID', 'Did you mean "upper"?'],
  ['{{ ds ', 'TEMPLATE_INVALID', 'expected "}}"'],
  ['{{ }}', 'TEMPLATE_INVALID', 'expected a name'],
  ['{{ ds + 1 }}', 'TEMPLATE_INVALID', 'cannot be read'],
  ['{{ macros.ds_add(ds, 1) }}', 'TEMPLATE_INVALID', 'use a function of the context'],
  ['{% if ds %}', 'TEMPLATE_INVALID', 'no statements'],
  ['{{ var.values.x }}', 'TEMPLATE_NAME_UNKNOWN', 'var.value.key'],
])('%s is refused where the DAG is declared', async (template, code, part) => {
  await expect(attempt(() => show(template))).rejects.toMatchObject({ code, message: expect.stringContaining(part) });
});

test.each([
  ['{{ params.region }}', 'TEMPLATE_NAME_UNKNOWN'],
  ['{{ params.constructor }}', 'TEMPLATE_NAME_UNKNOWN'],
  ['{{ var.value.absent }}', 'VARIABLE_MISSING'],
  ['{{ var.json.absent }}', 'VARIABLE_MISSING'],
  ['{{ conn.absent.host }}', 'CONNECTION_MISSING'],
  ['{{ ds }}', 'NO_LOGICAL_DATE'],
])('%s fails the attempt when there is no such thing', async (template, code) => {
  await expect(render(template, { logicalDate: null })).rejects.toMatchObject({ code });
});

test('a default stands in for a date that the run does not have', async () => {
  expect(await render('{{ ds | default("never") }}', { logicalDate: null })).toBe('never');
});

test('templates are found at any depth, and functions give values of any kind', async () => {
  const rendered = await render({
    list: ['{{ ds }}', { day: (context: TaskContext) => context.logicalDate?.getUTCDate() }],
    n: 1,
  } as Templated<unknown>);
  expect(rendered).toEqual({ list: ['2026-03-01', { day: 1 }], n: 1 });
});

test('the result of another task and a literal are never rendered', async () => {
  const other = task('other', () => '');
  const { result } = await attempt(() => show([other(), literal('{{ ds }}')]), { outputs: { other: '{{ ds }}' } });
  expect(result).toEqual(['{{ ds }}', '{{ ds }}']);
});

test('a template from a file is read relative to the file that names it', async () => {
  expect(await render(templateFile('../fixtures/query.sql') as Template)).toBe(
    "select * from orders where day = '2026-03-01';\n",
  );
  expect(() => templateFile('./absent.sql')).toThrow(/templates\/absent\.sql" cannot be read/);
});

test('people see templates as they were authored', async () => {
  const { context, ...rest } = await attempt(() => show(['{{ ds }}', ({ ds }: { ds: string }) => ds]), {
    params: z.object({ region: z.string().default('eu') }),
  });
  expect(rest.result).toEqual(['2026-03-01', '2026-03-01']);
  expect(context.params).toEqual({ region: 'eu' });
});
