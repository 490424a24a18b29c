import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Layers, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { NewButton } from '../../../shared/forms/new-button.tsx';
import { RowAction } from '../../../shared/forms/row-action.tsx';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { useMay } from '../../../shared/session/use-may.ts';
import { SlotBar } from '../../../shared/slots/slot-bar.tsx';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { SearchBox } from '../../../shared/table/search-box.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { type Pool, poolsQuery } from '../api/pools.ts';
import { DeletePool } from './delete-pool.tsx';
import { PoolDialog } from './pool-dialog.tsx';
import { SlotsInput } from './slots-input.tsx';

const SOON_MS = 5000;

type Open = { readonly kind: 'edit'; readonly pool: Pool | null } | { readonly kind: 'delete'; readonly pool: Pool };

export function PoolsPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const query = useQuery({ ...poolsQuery(list.search), refetchInterval: SOON_MS });
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <Page
      title={t('pools.title')}
      count={useCount(query.data)}
      actions={
        <NewButton
          label={t('pools.new')}
          isAllowed={may('can_create', 'Pools')}
          onClick={() => setOpen({ kind: 'edit', pool: null })}
        />
      }
    >
      <Group gap="sm">
        <SearchBox list={list} label={t('pools.filter')} />
      </Group>
      <ListPanel
        label={t('pools.title')}
        query={query}
        columns={columnsOf(t, setOpen)}
        keyOf={({ name }) => name}
        list={list}
        empty={{ icon: Layers, title: t('pools.empty'), hint: t('pools.emptyHint') }}
      />
      {open?.kind === 'edit' && <PoolDialog pool={open.pool} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && <DeletePool name={open.pool.name} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function columnsOf(t: Words, open: (open: Open) => void): readonly Column<Pool>[] {
  return [
    {
      id: 'name',
      label: t('pools.name'),
      sort: 'name',
      width: '26%',
      cell: ({ name, description }) => (
        <div>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {description}
          </Text>
        </div>
      ),
    },
    { id: 'slots', label: t('pools.slots'), sort: 'slots', width: 132, cell: (pool) => <SlotsInput pool={pool} /> },
    { id: 'use', label: t('pools.use'), cell: (pool) => <SlotBar pool={pool} /> },
    {
      id: 'actions',
      label: '',
      width: 84,
      align: 'right',
      cell: (pool) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <RowAction
            icon={Pencil}
            label={t('admin.edit', { name: pool.name })}
            isAllowed={pool.can?.['edit']}
            onClick={() => open({ kind: 'edit', pool })}
          />
          <RowAction
            icon={Trash2}
            label={t('admin.delete', { name: pool.name })}
            isAllowed={pool.can?.['delete'] && pool.name !== 'default_pool'}
            onClick={() => open({ kind: 'delete', pool })}
          />
        </Group>
      ),
    },
  ];
}
