import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Trash2, Variable as VariableIcon } from 'lucide-react';
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
import { type Variable, variablesQuery } from '../api/variables.ts';
import { DeleteVariables } from './delete-variables.tsx';
import { VariableDialog } from './variable-dialog.tsx';
import { VariableValue } from './variable-value.tsx';

type Open =
  | { readonly kind: 'edit'; readonly variable: Variable | null }
  | { readonly kind: 'delete'; readonly keys: readonly string[] };

export function VariablesPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const query = useQuery(variablesQuery(list.search));
  const selection = useSelection();
  const [open, setOpen] = useState<Open | null>(null);
  const create = (
    <NewButton
      label={t('variables.new')}
      isAllowed={may('can_create', 'Variables')}
      onClick={() => setOpen({ kind: 'edit', variable: null })}
    />
  );
  return (
    <Page title={t('variables.title')} count={useCount(query.data)} actions={create}>
      <Group gap="sm">
        <SearchBox list={list} label={t('variables.filter')} />
        {selection.keys.length > 0 && (
          <Button variant="default" color="red" onClick={() => setOpen({ kind: 'delete', keys: selection.keys })}>
            {t('admin.deleteChosen', { count: selection.keys.length })}
          </Button>
        )}
      </Group>
      <ListPanel
        label={t('variables.title')}
        query={query}
        columns={columnsOf(t, setOpen)}
        keyOf={({ key }) => key}
        list={list}
        {...(may('can_delete', 'Variables') ? { selection } : {})}
        empty={{ icon: VariableIcon, title: t('variables.empty'), hint: t('variables.emptyHint'), action: create }}
      />
      {open?.kind === 'edit' && <VariableDialog variable={open.variable} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && (
        <DeleteVariables keys={open.keys} onDone={() => selection.set([])} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

function columnsOf(t: Words, open: (open: Open) => void): readonly Column<Variable>[] {
  return [
    {
      id: 'key',
      label: t('variables.key'),
      sort: 'key',
      width: '28%',
      cell: ({ key }) => (
        <Text size="sm" ff="monospace" fw={600}>
          {key}
        </Text>
      ),
    },
    { id: 'value', label: t('variables.value'), cell: ({ value }) => <VariableValue value={value} /> },
    {
      id: 'description',
      label: t('admin.description'),
      sort: 'description',
      width: '26%',
      cell: ({ description }) => <span>{description}</span>,
    },
    {
      id: 'actions',
      label: '',
      width: 84,
      align: 'right',
      cell: (variable) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <RowAction
            icon={Pencil}
            label={t('admin.edit', { name: variable.key })}
            isAllowed={variable.can?.['edit']}
            onClick={() => open({ kind: 'edit', variable })}
          />
          <RowAction
            icon={Trash2}
            label={t('admin.delete', { name: variable.key })}
            isAllowed={variable.can?.['delete']}
            onClick={() => open({ kind: 'delete', keys: [variable.key] })}
          />
        </Group>
      ),
    },
  ];
}
