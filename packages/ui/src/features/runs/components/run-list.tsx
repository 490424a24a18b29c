import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useRowKeys } from '../../../shared/keyboard/use-row-keys.ts';
import { CursorPages } from '../../../shared/layout/cursor-pages.tsx';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { runsQuery } from '../api/runs.ts';
import { RUN_STATES, RUN_TYPES, type RunListSearch } from '../run-list-search.ts';
import { RunTable } from './run-table.tsx';

interface RunListProps {
  /** Null: the runs of all DAGs. */
  readonly dagId: string | null;
  readonly search: RunListSearch;
  readonly onSearch: (search: RunListSearch) => void;
}

/** Runs, with filters and pages. */
export function RunList({ dagId, search, onSearch }: RunListProps) {
  const t = useWords();
  const list = useRowKeys<HTMLDivElement>();
  const query = useQuery(runsQuery(dagId ?? '~', search));
  const isFiltered = search.state !== undefined || search.type !== undefined || search.dag !== undefined;
  return (
    <Stack gap="sm" ref={list}>
      <RunFilters dagId={dagId} search={search} onSearch={onSearch} count={query.data} />
      <Panel query={query} height={320}>
        {(page) =>
          page.dag_runs.length === 0 ? (
            <Empty title={t(isFiltered ? 'runs.emptyFiltered' : 'runs.empty')} hint={t('runs.emptyHint')}>
              {isFiltered && (
                <Button variant="default" onClick={() => onSearch({})}>
                  {t('list.clearFilters')}
                </Button>
              )}
            </Empty>
          ) : (
            <>
              <RunTable runs={page.dag_runs} hasDag={dagId === null} />
              <CursorPages page={page} onCursor={(cursor) => onSearch({ ...search, cursor })} />
            </>
          )
        }
      </Panel>
    </Stack>
  );
}

interface RunFiltersProps extends RunListProps {
  readonly count: { readonly total_entries: number; readonly total_is_estimate?: boolean } | undefined;
}

function RunFilters({ dagId, search, onSearch, count }: RunFiltersProps) {
  const t = useWords();
  const change = (name: 'dag' | 'state' | 'type', value: string | null) => {
    const { [name]: _, cursor: __, ...others }: RunListSearch = search;
    onSearch(value === null || value === '' ? others : { ...others, [name]: value });
  };
  return (
    <Group gap="sm">
      {dagId === null && (
        <TextInput
          aria-label={t('runs.dagFilter')}
          placeholder={t('runs.dagFilter')}
          leftSection={<Search size={14} />}
          value={search.dag ?? ''}
          onChange={(event) => change('dag', event.currentTarget.value)}
          w={240}
        />
      )}
      <Select
        aria-label={t('run.state')}
        placeholder={t('run.state')}
        clearable
        w={150}
        value={search.state ?? null}
        data={RUN_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(value) => change('state', value)}
      />
      <Select
        aria-label={t('run.type')}
        placeholder={t('run.type')}
        clearable
        w={190}
        value={search.type ?? null}
        data={RUN_TYPES.map((value) => ({ value, label: t(`runType.${value}`) }))}
        onChange={(value) => change('type', value)}
      />
      {count && (
        <Text c="dimmed" ml="auto">
          {t(count.total_is_estimate ? 'list.countEstimate' : 'list.count', { count: count.total_entries })}
        </Text>
      )}
    </Group>
  );
}
