import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Eye, Pencil, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { NewButton } from '../../../shared/forms/new-button.tsx';
import { RowAction } from '../../../shared/forms/row-action.tsx';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { useMay } from '../../../shared/session/use-may.ts';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { type Role, rolesQuery, useDeleteRole } from '../api/roles.ts';
import { RoleDialog } from './role-dialog.tsx';

type Open = { readonly kind: 'edit'; readonly role: Role | null } | { readonly kind: 'delete'; readonly role: Role };

export function RolesPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const { data, error, isPending, refetch } = useQuery(rolesQuery);
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <Page
      title={t('roles.title')}
      count={data && t('list.count', { count: data.total_entries })}
      actions={
        <NewButton
          label={t('roles.new')}
          isAllowed={may('can_create', 'Roles')}
          onClick={() => setOpen({ kind: 'edit', role: null })}
        />
      }
    >
      <ListPanel
        label={t('roles.title')}
        query={{
          data: data && { rows: data.roles, total: data.total_entries },
          error,
          isPending,
          refetch: refetch as never,
        }}
        columns={columnsOf(t, setOpen)}
        keyOf={({ name }) => name}
        list={list}
        empty={{ icon: ShieldCheck, title: t('roles.empty'), hint: '' }}
      />
      {open?.kind === 'edit' && <RoleDialog role={open.role} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && <DeleteRole role={open.role} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function DeleteRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const t = useWords();
  const remove = useDeleteRole();
  return (
    <ConfirmDialog
      title={t('roles.deleteTitle')}
      body={t('roles.deleteBody', { name: role.name, count: role.user_count })}
      confirm={t('form.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(role.name, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function columnsOf(t: Words, open: (open: Open) => void): readonly Column<Role>[] {
  return [
    {
      id: 'name',
      label: t('roles.name'),
      width: '22%',
      cell: ({ name, is_built_in }) => (
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {is_built_in && (
            <Badge variant="light" color="gray" radius="sm" tt="none">
              {t('roles.builtIn')}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'description', label: t('admin.description'), cell: ({ description }) => description },
    { id: 'count', label: t('roles.permissions'), align: 'right', width: 120, cell: ({ actions }) => actions.length },
    { id: 'users', label: t('users.title'), align: 'right', width: 90, cell: ({ user_count }) => user_count },
    {
      id: 'actions',
      label: '',
      width: 84,
      align: 'right',
      cell: (role) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <RowAction
            icon={role.is_built_in ? Eye : Pencil}
            label={t(role.is_built_in ? 'roles.show' : 'admin.edit', { name: role.name })}
            onClick={() => open({ kind: 'edit', role })}
          />
          <RowAction
            icon={Trash2}
            label={t('admin.delete', { name: role.name })}
            isAllowed={role.can?.['delete']}
            onClick={() => open({ kind: 'delete', role })}
          />
        </Group>
      ),
    },
  ];
}
