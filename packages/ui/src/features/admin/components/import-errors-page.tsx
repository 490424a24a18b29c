import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileCheck } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import { SearchBox } from '../../../shared/table/search-box.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { importErrorsQuery } from '../api/installation.ts';
import { ImportFaultCell } from './import-fault-cell.tsx';

/** The files that have no DAG in force, and why. */
export function ImportErrorsPage() {
  const t = useWords();
  const list = useListSearch();
  const query = useQuery(importErrorsQuery(list.search));
  return (
    <Page title={t('faults.title')} count={useCount(query.data)}>
      <Group gap="sm">
        <SearchBox list={list} label={t('faults.filter')} />
      </Group>
      <ListPanel
        label={t('faults.title')}
        query={query}
        columns={[
          {
            id: 'file',
            label: t('faults.file'),
            sort: 'filename',
            cell: (fault) => <ImportFaultCell fault={fault} />,
          },
        ]}
        keyOf={({ import_error_id }) => String(import_error_id)}
        list={list}
        empty={{ icon: FileCheck, title: t('faults.empty'), hint: t('faults.emptyHint') }}
      />
    </Page>
  );
}
