import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Problem } from '../layout/problem.tsx';
import { type Column, ListTable } from './list-table.tsx';
import type { ListState } from './use-list-search.ts';
import type { Selection } from './use-selection.ts';

/** What a page of a list says beside its rows. */
export interface PageOf<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly isEstimate?: boolean | undefined;
  readonly next?: string | null | undefined;
  readonly previous?: string | null | undefined;
}

interface ListPanelProps<Row> {
  readonly label: string;
  readonly query: Pick<UseQueryResult<PageOf<Row>>, 'data' | 'error' | 'isPending' | 'refetch'>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly list: ListState;
  readonly selection?: Selection;
  /** Said when there is nothing at all, and what to do about it. */
  readonly empty: {
    readonly icon: LucideIcon;
    readonly title: string;
    readonly hint: string;
    readonly action?: ReactNode;
  };
}

/** A list in whatever state it is: loading, refused, empty, filtered out, or its rows. */
export function ListPanel<Row>({ label, query, columns, keyOf, list, selection, empty }: ListPanelProps<Row>) {
  const { data, error, isPending, refetch } = query;
  return (
    <>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {isPending && <Waiting />}
      {data && data.rows.length === 0 && <Nothing list={list} empty={empty} />}
      {data && data.rows.length > 0 && (
        <ListTable label={label} columns={columns} rows={data.rows} keyOf={keyOf} list={list} selection={selection} />
      )}
      {data && <Pager page={data} list={list} />}
    </>
  );
}

function Waiting() {
  return (
    <Stack gap={8} aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} h={32} />
      ))}
    </Stack>
  );
}

function Nothing({ list, empty }: { readonly list: ListState; readonly empty: ListPanelProps<unknown>['empty'] }) {
  const t = useWords();
  const { icon: Icon, title, hint, action } = empty;
  return (
    <Stack align="center" py={56} gap="xs">
      <Icon size={28} aria-hidden color="var(--tw-muted)" strokeWidth={1.5} />
      <Text fw={600}>{list.isFiltered ? t('list.emptyFiltered') : title}</Text>
      {list.isFiltered ? (
        <Button variant="default" onClick={list.clear}>
          {t('list.clearFilters')}
        </Button>
      ) : (
        <>
          <Text c="dimmed" ta="center" maw={460}>
            {hint}
          </Text>
          {action}
        </>
      )}
    </Stack>
  );
}

function Pager({ page: { next, previous }, list }: { readonly page: PageOf<unknown>; readonly list: ListState }) {
  const t = useWords();
  if (!next && !previous) return null;
  return (
    <Group gap="xs" justify="flex-end">
      <Button variant="default" disabled={!previous} onClick={() => list.turnTo(previous!)}>
        {t('list.previous')}
      </Button>
      <Button variant="default" disabled={!next} onClick={() => list.turnTo(next!)}>
        {t('list.next')}
      </Button>
    </Group>
  );
}
