import {
  getDag,
  getDagDefinition,
  getDagSource,
  getDagVersion,
  getDagVersions,
  getImportError,
  getImportErrors,
  listDagWarnings,
  reparseDagFile,
} from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { listenForParseRequests, type ParseRequest, saveDagWarnings, saveImportErrors } from '@tradewind/store';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { refusal } from '../../fixtures/refusal.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';

let api: TestApi;
const sales = { params: { dag_id: 'sales' } };

function fault(file: string) {
  const place = { line: 3, column: 7, codeFrame: '> 3 | boom', output: null };
  return { file, code: 'DAG_CYCLE', message: `${file} has a cycle.`, stack: 'at boom', ...place };
}

beforeAll(async () => {
  api = await createTestApi({
    sources: {
      folderOf: (bundleName) => (bundleName === 'dags' ? '/srv/dags' : null),
      read: async ({ file, bundleVersion }) =>
        file === 'lost.ts' ? null : `// ${file} of ${bundleVersion.slice(0, 1)}\n`,
    },
  });
  await storeDag(api.database, makeDag('sales', [{ id: 'load' }]), { file: 'sales.ts' });
  const changed = makeDag('sales', [{ id: 'load' }, { id: 'send', after: ['load'] }], { displayName: 'Sales' });
  await storeDag(api.database, changed, { file: 'sales.ts' });
  await storeDag(api.database, makeDag('stock', [{ id: 'count' }]), { file: 'stock.ts' });
  await storeDag(api.database, makeDag('lost', [{ id: 'count' }]), { file: 'lost.ts' });
  await saveImportErrors(api.database, 'dags', [fault('sales.ts'), fault('stock.ts'), fault('new.ts')]);
});

afterAll(() => api.close());

describe('versions', () => {
  test('are listed, filtered and found', async () => {
    const { dag_versions: all } = await api.admin.call(getDagVersions, {
      ...sales,
      query: { order_by: ['-version_number'] },
    });
    expect(all).toMatchObject([
      { version_number: 2, dag_id: 'sales', dag_display_name: 'Sales', bundle_name: 'dags' },
      { version_number: 1 },
    ]);
    const first = await api.admin.call(getDagVersions, { ...sales, query: { version_number: 1 } });
    expect(first).toMatchObject({ total_entries: 1, dag_versions: [{ version_number: 1 }] });
    const one = await api.admin.call(getDagVersion, { params: { dag_id: 'sales', version_number: 2 } });
    expect(one).toEqual(all[0]);
  });

  test('of all DAGs are cut down to those that the caller may read', async () => {
    const every = { params: { dag_id: '~' } };
    expect((await api.admin.call(getDagVersions, every)).total_entries).toBe(4);
    expect((await api.as(callerOf('stock')).call(getDagVersions, every)).total_entries).toBe(1);
  });

  test('are given out with their tasks, but without templates', async () => {
    const second = { params: { dag_id: 'sales', version_number: 2 } };
    const definition = await api.admin.call(getDagDefinition, second);
    expect(definition).toMatchObject({
      dagId: 'sales',
      tasks: [{ taskId: 'load', templates: {} }, { taskId: 'send' }],
    });
    expect(await refusal(api.as(callerOf('stock')).call(getDagDefinition, second))).toMatchObject({ status: 403 });
    const missing = { params: { dag_id: 'sales', version_number: 9 } };
    expect(await refusal(api.admin.call(getDagDefinition, missing))).toMatchObject({ status: 404 });
  });

  test('that are not there are not found, and numbers are checked', async () => {
    const version = (number: number) =>
      refusal(api.admin.call(getDagVersion, { params: { dag_id: 'sales', version_number: number } }));
    expect(await version(9)).toMatchObject({ status: 404 });
    expect(await version(0)).toMatchObject({ status: 422, message: expect.stringContaining('path.version_number') });
    expect(await refusal(api.admin.call(getDagVersions, { params: { dag_id: 'none' } }))).toMatchObject({
      status: 404,
    });
  });
});

describe('sources', () => {
  const source = (accept: string, url = '/api/v2/dagSources/sales') =>
    api.app.inject({ url, headers: { accept, ...api.headersOf(adminCaller) } });

  test('come as JSON or as text', async () => {
    const json = await api.admin.call(getDagSource, { ...sales, query: { version_number: 1 } });
    expect(json).toEqual({
      content: '// sales.ts of b\n',
      dag_id: 'sales',
      dag_display_name: 'Sales',
      version_number: 1,
    });
    const text = await source('text/plain');
    expect([text.headers['content-type'], text.body]).toEqual(['text/plain; charset=utf-8', '// sales.ts of b\n']);
    expect((await source('image/png')).statusCode).toBe(406);
  });

  test('that are no longer kept, or never were, are not found', async () => {
    expect((await source('*/*', '/api/v2/dagSources/lost')).statusCode).toBe(404);
    expect((await source('*/*', '/api/v2/dagSources/sales?version_number=7')).json()).toEqual({
      detail: 'There is no version 7 of the DAG "sales".',
    });
  });

  test('are shown to those alone who may read code', async () => {
    const blind = callerOf('sales');
    const keys = [...blind.dagPermissions.get('sales' as never)!].filter((key) => key !== 'can_read:DAG Code');
    const caller = { ...blind, dagPermissions: new Map([['sales' as never, new Set(keys)]]) };
    expect(await refusal(api.as(caller).call(getDagSource, sales))).toMatchObject({ status: 403 });
  });
});

describe('import errors', () => {
  test('have numbers, and say what is wrong and where', async () => {
    const { import_errors: all, total_entries: total } = await api.admin.call(getImportErrors, {
      query: { order_by: ['-filename'] },
    });
    expect(total).toBe(3);
    expect(all.map((one) => one.filename)).toEqual(['stock.ts', 'sales.ts', 'new.ts']);
    expect(all[1]).toMatchObject({
      stack_trace: 'sales.ts:3:7: sales.ts has a cycle.\n\n> 3 | boom\n\nat boom',
      code: 'DAG_CYCLE',
      dag_ids: ['sales'],
      can: { reparse: true },
    });
    const one = await api.admin.call(getImportError, { params: { import_error_id: all[1]!.import_error_id } });
    expect(one).toEqual(all[1]);
  });

  test('are filtered by file and bundle', async () => {
    const names = async (query: object) =>
      (await api.admin.call(getImportErrors, { query })).import_errors.map((one) => one.filename);
    expect(await names({ filename: 'new.ts' })).toEqual(['new.ts']);
    expect(await names({ filename_pattern: 's_les' })).toEqual(['sales.ts']);
    expect(await names({ filename_prefix_pattern: 's', order_by: ['filename'] })).toEqual(['sales.ts', 'stock.ts']);
    expect(await names({ bundle_name: 'other' })).toEqual([]);
  });

  test('are hidden from those who may not read the DAGs of the file', async () => {
    const reader = api.as(callerOf('sales'));
    const { import_errors: mine } = await reader.call(getImportErrors);
    expect(mine.map((one) => [one.filename, one.can])).toEqual([['sales.ts', { reparse: false }]]);
    await storeDag(api.database, makeDag('secret', [{ id: 'x' }]), { file: 'sales.ts' });
    const [shared] = (await reader.call(getImportErrors)).import_errors;
    expect(shared).toMatchObject({ code: null, message: null, dag_ids: ['sales'] });
    expect(shared!.stack_trace).not.toContain('cycle');
    const other = await api.admin.call(getImportErrors, { query: { filename: 'stock.ts' } });
    const hidden = { params: { import_error_id: other.import_errors[0]!.import_error_id } };
    expect(await refusal(reader.call(getImportError, hidden))).toMatchObject({ status: 404 });
  });

  test('a number that is none is refused', async () => {
    const wrong = { params: { import_error_id: 'x' as never } };
    expect(await refusal(api.admin.call(getImportError, wrong))).toMatchObject({ status: 422 });
    expect(await refusal(api.admin.call(getImportError, { params: { import_error_id: 999 } }))).toMatchObject({
      status: 404,
    });
  });
});

describe('loading a file again', () => {
  test('is asked for by the token of a DAG, and is on record', async () => {
    const hear = Promise.withResolvers<ParseRequest>();
    const listener = await listenForParseRequests(api.database, hear.resolve);
    const { file_token: token, fileloc } = await api.admin.call(getDag, { params: { dag_id: 'stock' } });
    expect(fileloc).toBe('/srv/dags/stock.ts');
    await api.admin.call(reparseDagFile, { params: { file_token: token } });
    expect(await hear.promise).toEqual({ bundleName: 'dags', file: 'stock.ts' });
    await listener.close();
    const events = await api.database.query({ name: '', text: 'select event, extra from audit_event' });
    expect(events).toEqual([{ event: 'reparse_dag_file', extra: 'dags: stock.ts' }]);
  });

  test('is refused without a token of a known file, or the right to edit all of its DAGs', async () => {
    const unknown = Buffer.from('["dags","../../etc/passwd"]').toString('base64url');
    for (const token of ['nonsense', 'W10', unknown])
      expect(await refusal(api.admin.call(reparseDagFile, { params: { file_token: token } }))).toMatchObject({
        status: 404,
      });
    const { file_token: token } = await api.admin.call(getDag, sales);
    const call = { params: { file_token: token } };
    const editor = api.as(callerOf('sales', ['can_edit', 'DAGs']));
    expect(await refusal(editor.call(reparseDagFile, call))).toMatchObject({ status: 403 });
  });
});

test('warnings are shown to those who may read the DAG', async () => {
  expect(await api.admin.call(listDagWarnings)).toMatchObject({ dag_warnings: [], total_entries: 0 });
  const doubt = { warningType: 'runtime varying value', message: 'It varies.' } as const;
  await saveDagWarnings(api.database, [
    { dagId: 'sales' as DagId, ...doubt },
    { dagId: 'stock' as DagId, ...doubt },
  ]);
  const about = (answer: { readonly dag_warnings: readonly { readonly dag_id: string }[] }) =>
    answer.dag_warnings.map(({ dag_id }) => dag_id);
  const all = await api.admin.call(listDagWarnings, { query: { order_by: ['-dag_id'] } });
  expect(about(all)).toEqual(['stock', 'sales']);
  expect(all.dag_warnings[1]).toMatchObject({
    dag_display_name: 'Sales',
    warning_type: 'runtime varying value',
    message: 'It varies.',
  });
  expect(about(await api.admin.call(listDagWarnings, { query: { dag_id: 'sales' } }))).toEqual(['sales']);
  expect(about(await api.admin.call(listDagWarnings, { query: { warning_type: 'asset conflict' } }))).toEqual([]);
  expect(about(await api.as(callerOf('stock')).call(listDagWarnings))).toEqual(['stock']);
  const wrong = api.admin.call(listDagWarnings, { query: { warning_type: 'odd' as never } });
  expect(await refusal(wrong)).toMatchObject({ status: 422 });
  const order = api.admin.call(listDagWarnings, { query: { order_by: ['colour'] } });
  expect(await refusal(order)).toMatchObject({ status: 400 });
});
