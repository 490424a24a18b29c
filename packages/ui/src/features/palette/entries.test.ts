import { expect, test } from 'vitest';
import { entriesOf, matchPages } from './entries.ts';

test('what the server found leads to its page', () => {
  const found = (kind: string, name: string, dag_id: string | null) => ({ kind, name, dag_id, detail: null });
  const results = [
    found('dag', 'sales', 'sales'),
    found('dag_run', 'manual__1+1', 'sales'),
    found('pool', 'a b', null),
    found('planet', 'mars', null),
  ];
  expect(entriesOf(results).map(({ href }) => href)).toEqual([
    '/dags/sales',
    '/dags/sales/runs/manual__1%2B1',
    '/admin/pools?q=a%20b',
  ]);
});

test('pages are found by any of their words, in any order', () => {
  const page = (name: string) => ({ key: name, kind: 'page' as const, name, detail: '', href: '/' });
  const pages = [page('Import errors'), page('Events')];
  expect(matchPages(pages, 'err imp').map(({ name }) => name)).toEqual(['Import errors']);
  expect(matchPages(pages, '')).toHaveLength(2);
  expect(matchPages(pages, 'zzz')).toEqual([]);
});
