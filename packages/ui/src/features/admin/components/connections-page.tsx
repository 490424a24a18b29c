import { Badge, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Cable, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { NewButton } from '../../../shared/forms/new-button.tsx';
import { RowAction } from '../../../shared/forms/row-action.tsx';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { useMay } from '../../../shared/session/use-may.ts';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { SearchBox } from '../../../shared/table/search-box.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { useSelection } from '../../../shared/table/use-selection.ts';
import { type Connection, connectionsQuery } from '../api/connections.ts';
import { connectionType } from '../connection-types.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { DeleteConnections } from './delete-connections.tsx';

type Open =
  | { readonly kind: 'edit'; readonly connection: Connection | null }
  | { readonly kind: 'delete'; readonly ids: readonly string[] };

export function ConnectionsPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const query = useQuery(connectionsQuery(list.search));
  const selection = useSelection();
  const [open, setOpen] = useState<Open | null>(null);
  const create = (
    <NewButton
      label={t('connections.new')}
      isAllowed={may('can_create', 'Connections')}
      onClick={() => setOpen({ kind: 'edit', connection: null })}
    />
  );
  return (
    <Page title={t('connections.title')} count={useCount(query.data)} actions={create}>
      <Group gap="sm">
        <SearchBox list={list} label={t('connections.filter')} />
        {selection.keys.length > 0 && (
          <Button variant="default" onClick={() => setOpen({ kind: 'delete', ids: selection.keys })}>
            {t('admin.deleteChosen', { count: selection.keys.length })}
          </Button>
        )}
      </Group>
      <ListPanel
        label={t('connections.title')}
        query={query}
        columns={columnsOf(t, setOpen)}
        keyOf={({ connection_id }) => connection_id}
        list={list}
        {...(may('can_delete', 'Connections') ? { selection } : {})}
        empty={{ icon: Cable, title: t('connections.empty'), hint: t('connections.emptyHint'), action: create }}
      />
      {open?.kind === 'edit' && <ConnectionDialog connection={open.connection} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && (
        <DeleteConnections ids={open.ids} onDone={() => selection.set([])} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

function columnsOf(t: Words, open: (open: Open) => void): readonly Column<Connection>[] {
  return [
    {
      id: 'id',
      label: t('connections.id'),
      sort: 'connection_id',
      cell: ({ connection_id }) => (
        <Text size="sm" ff="monospace" fw={600}>
          {connection_id}
        </Text>
      ),
    },
    { id: 'type', label: t('connections.type'), sort: 'conn_type', cell: (one) => connectionType(one.conn_type).name },
    { id: 'host', label: t('connections.host'), sort: 'host', cell: placeOf },
    { id: 'login', label: t('connections.login'), cell: ({ login }) => login ?? '–' },
    { id: 'password', label: t('connections.password'), cell: ({ password }) => <IsSet value={password} /> },
    { id: 'description', label: t('admin.description'), sort: 'description', cell: ({ description }) => description },
    {
      id: 'actions',
      label: '',
      width: 84,
      align: 'right',
      cell: (connection) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <RowAction
            icon={Pencil}
            label={t('admin.edit', { name: connection.connection_id })}
            isAllowed={connection.can?.['edit']}
            onClick={() => open({ kind: 'edit', connection })}
          />
          <RowAction
            icon={Trash2}
            label={t('admin.delete', { name: connection.connection_id })}
            isAllowed={connection.can?.['delete']}
            onClick={() => open({ kind: 'delete', ids: [connection.connection_id] })}
          />
        </Group>
      ),
    },
  ];
}

function placeOf({ host, port, schema }: Connection): string {
  const place = `${host ?? ''}${port === null ? '' : `:${port}`}${schema === null ? '' : `/${schema}`}`;
  return place === '' ? '–' : place;
}

function IsSet({ value }: { readonly value: string | null }) {
  const t = useWords();
  if (value === null) return <Text c="dimmed">{t('form.secretNotSet')}</Text>;
  return (
    <Badge variant="light" color="gray" radius="sm" tt="none">
      {t('form.secretSet')}
    </Badge>
  );
}
