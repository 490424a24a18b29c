import { Button, Group, SegmentedControl, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useLive } from '../../../shared/api/use-live.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useRowKeys } from '../../../shared/keyboard/use-row-keys.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { dagsQuery } from '../api/dags.ts';
import type { DagListSearch } from '../dag-list-search.ts';
import { DagRow } from './dag-row.tsx';

const route = getRouteApi('/shell/dags');

export function DagListPage() {
  const t = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(dagsQuery(search));
  const show = (change: { readonly [Name in keyof DagListSearch]?: DagListSearch[Name] | undefined }) =>
    void navigate({ search: ({ cursor: _, ...before }) => clean({ ...before, ...change }), replace: true });
  const isFiltered = search.name !== undefined || search.show !== undefined || search.tag !== undefined;
  const list = useRowKeys<HTMLDivElement>();
  useLive('home', [['dags']]);
  return (
    <Stack gap="sm" ref={list}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('dags.title')}
        </Title>
        {data && (
          <Text c="dimmed" size="sm">
            {data.total_is_estimate
              ? t('list.countEstimate', { count: data.total_entries })
              : t('list.count', { count: data.total_entries })}
          </Text>
        )}
      </Group>
      <Group gap="sm">
        <TextInput
          aria-label={t('dags.filter')}
          placeholder={t('dags.filter')}
          leftSection={<Search size={14} />}
          value={search.name ?? ''}
          onChange={(event) => show({ name: event.currentTarget.value })}
          w={260}
        />
        <SegmentedControl
          aria-label={t('dags.paused')}
          value={search.show ?? 'all'}
          data={(['all', 'active', 'paused'] as const).map((value) => ({ value, label: t(`dags.${value}`) }))}
          onChange={(value) => show({ show: value === 'all' ? undefined : (value as 'active') })}
        />
      </Group>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton h={320} />}
      {data && data.dags.length === 0 && (
        <NoDags isFiltered={isFiltered} onClear={() => void navigate({ search: {} })} />
      )}
      {data && data.dags.length > 0 && (
        <Table.ScrollContainer minWidth={720}>
          <Table highlightOnHover verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={56}>{t('dags.active')}</Table.Th>
                <Table.Th>{t('dags.name')}</Table.Th>
                <Table.Th w={120}>{t('dag.lastRun')}</Table.Th>
                <Table.Th>{t('dags.schedule')}</Table.Th>
                <Table.Th>{t('dags.nextRun')}</Table.Th>
                <Table.Th>{t('dags.owner')}</Table.Th>
                <Table.Th>{t('dags.tags')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.dags.map((dag) => (
                <DagRow key={dag.dag_id} dag={dag} onTag={(tag) => show({ tag })} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {data && (data.next_cursor || data.previous_cursor) && (
        <Group>
          <Button
            variant="default"
            disabled={!data.previous_cursor}
            onClick={() => void navigate({ search: { ...search, cursor: data.previous_cursor! } })}
          >
            {t('list.previous')}
          </Button>
          <Button
            variant="default"
            disabled={!data.next_cursor}
            onClick={() => void navigate({ search: { ...search, cursor: data.next_cursor! } })}
          >
            {t('list.next')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function clean(search: Partial<Record<keyof DagListSearch, string | undefined>>): DagListSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}

function NoDags({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const t = useWords();
  return (
    <Stack align="center" py={60} gap="xs">
      <Text fw={600}>{t(isFiltered ? 'dags.emptyFiltered' : 'dags.empty')}</Text>
      {isFiltered ? (
        <Button variant="default" onClick={onClear}>
          {t('list.clearFilters')}
        </Button>
      ) : (
        <Text c="dimmed">{t('dags.emptyHint')}</Text>
      )}
    </Stack>
  );
}
