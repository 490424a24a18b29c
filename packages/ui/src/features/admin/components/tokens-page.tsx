import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { NewButton } from '../../../shared/forms/new-button.tsx';
import { RowAction } from '../../../shared/forms/row-action.tsx';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { useMay } from '../../../shared/session/use-may.ts';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { type Token, tokensQuery, useRevokeToken } from '../api/tokens.ts';
import { TokenDialog } from './token-dialog.tsx';

export function TokensPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const query = useQuery(tokensQuery);
  const [open, setOpen] = useState<'new' | Token | null>(null);
  const create = (
    <NewButton label={t('tokens.new')} isAllowed={may('can_edit', 'My Profile')} onClick={() => setOpen('new')} />
  );
  return (
    <Page title={t('tokens.title')} count={useCount(query.data)} actions={create}>
      <Text c="dimmed" size="sm">
        {t('tokens.about')}
      </Text>
      <ListPanel
        label={t('tokens.title')}
        query={query}
        columns={columnsOf(t, setOpen)}
        keyOf={({ id }) => id}
        list={list}
        empty={{ icon: KeyRound, title: t('tokens.empty'), hint: t('tokens.emptyHint'), action: create }}
      />
      {open === 'new' && <TokenDialog onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && <RevokeToken token={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function RevokeToken({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const t = useWords();
  const revoke = useRevokeToken();
  return (
    <ConfirmDialog
      title={t('tokens.revokeTitle')}
      body={t('tokens.revokeBody', { name: token.name })}
      confirm={t('tokens.revoke')}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(token, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function columnsOf(t: Words, open: (token: Token) => void): readonly Column<Token>[] {
  return [
    {
      id: 'name',
      label: t('tokens.name'),
      cell: ({ name }) => (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      ),
    },
    {
      id: 'prefix',
      label: t('tokens.prefix'),
      cell: ({ prefix }) => (
        <Text size="sm" ff="monospace">
          {prefix}…
        </Text>
      ),
    },
    {
      id: 'may',
      label: t('tokens.may'),
      cell: ({ is_read_only }) => (
        <Badge variant="light" radius="sm" tt="none" color={is_read_only ? 'gray' : 'accent'}>
          {t(is_read_only ? 'tokens.readOnly' : 'tokens.full')}
        </Badge>
      ),
    },
    { id: 'expires', label: t('tokens.expires'), cell: ({ expires_at }) => <Instant at={expires_at} style="date" /> },
    { id: 'used', label: t('tokens.used'), cell: ({ last_used_at }) => <Instant at={last_used_at} /> },
    { id: 'made', label: t('tokens.made'), cell: ({ created_at }) => <Instant at={created_at} style="date" /> },
    {
      id: 'actions',
      label: '',
      width: 56,
      align: 'right',
      cell: (token) => (
        <RowAction icon={Trash2} label={t('tokens.revokeOne', { name: token.name })} onClick={() => open(token)} />
      ),
    },
  ];
}
