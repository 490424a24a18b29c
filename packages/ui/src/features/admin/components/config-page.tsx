import { Alert, Group, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Search, SlidersHorizontal } from 'lucide-react';
import { ApiProblem } from '../../../shared/api/api-problem.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { configQuery } from '../api/installation.ts';
import { configRows, filterConfig } from '../config-rows.ts';

/** The configuration in force, and where each value comes from. */
export function ConfigPage() {
  const t = useWords();
  const list = useListSearch();
  const { data, error, isPending, refetch } = useQuery(configQuery);
  const isHidden = error instanceof ApiProblem && error.status === 403;
  const rows = data && filterConfig(configRows(data), list.search['q'], list.search['changed'] === 'yes');
  return (
    <Page title={t('config.title')} count={rows && t('list.count', { count: rows.length })}>
      {isHidden ? (
        <Alert color="yellow" variant="light" title={t('config.hidden')}>
          {error.message}
        </Alert>
      ) : (
        <>
          <Group gap="md">
            <TextInput
              type="search"
              aria-label={t('config.filter')}
              placeholder={t('config.filter')}
              leftSection={<Search size={14} />}
              w={260}
              value={list.search['q'] ?? ''}
              onChange={(event) => list.filter({ q: event.currentTarget.value || undefined })}
            />
            <Switch
              label={t('config.changed')}
              checked={list.search['changed'] === 'yes'}
              onChange={(event) => list.filter({ changed: event.currentTarget.checked ? 'yes' : undefined })}
            />
          </Group>
          <ListPanel
            label={t('config.title')}
            query={{
              data: rows && { rows, total: rows.length },
              error,
              isPending,
              refetch: refetch as never,
            }}
            columns={[
              {
                id: 'name',
                label: t('config.option'),
                width: '34%',
                cell: ({ name }) => <Mono text={name} isStrong />,
              },
              { id: 'value', label: t('config.value'), cell: ({ value }) => <Mono text={value} /> },
              { id: 'source', label: t('config.source'), width: 280, cell: ({ source }) => source ?? '–' },
            ]}
            keyOf={({ name }) => name}
            list={list}
            empty={{ icon: SlidersHorizontal, title: t('config.empty'), hint: '' }}
          />
        </>
      )}
    </Page>
  );
}

function Mono({ text, isStrong = false }: { readonly text: string; readonly isStrong?: boolean }) {
  return (
    <Text size="sm" ff="monospace" fw={isStrong ? 600 : 400}>
      {text}
    </Text>
  );
}
