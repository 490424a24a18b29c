import { Badge, Group, Text } from '@mantine/core';
import { KeyRound, Pencil, ShieldQuestion, Trash2 } from 'lucide-react';
import { RowAction } from '../../../shared/forms/row-action.tsx';
import type { Words } from '../../../shared/i18n/use-words.ts';
import type { Column } from '../../../shared/table/list-table.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import type { User } from '../api/users.ts';
import type { UserDeed } from '../user-deed.ts';

export function userColumns(t: Words, open: (deed: UserDeed) => void): readonly Column<User>[] {
  return [
    {
      id: 'username',
      label: t('users.username'),
      sort: 'username',
      cell: ({ username, first_name, last_name }) => (
        <div>
          <Text size="sm" fw={600}>
            {username}
          </Text>
          <Text size="xs" c="dimmed">
            {`${first_name} ${last_name}`.trim()}
          </Text>
        </div>
      ),
    },
    { id: 'email', label: t('users.email'), sort: 'email', cell: ({ email }) => email ?? '–' },
    {
      id: 'roles',
      label: t('users.roles'),
      cell: ({ roles }) => (
        <Group gap={4}>
          {roles.map(({ name }) => (
            <Badge key={name} variant="light" radius="sm" tt="none">
              {name}
            </Badge>
          ))}
        </Group>
      ),
    },
    {
      id: 'active',
      label: t('users.active'),
      sort: 'active',
      cell: ({ active }) => (
        <Text size="sm" c={active ? 'var(--tw-text)' : 'var(--tw-warn)'}>
          {t(active ? 'users.isActive' : 'users.isInactive')}
        </Text>
      ),
    },
    {
      id: 'last',
      label: t('users.lastLogin'),
      sort: 'last_login',
      cell: ({ last_login }) => <Instant at={last_login} />,
    },
    { id: 'actions', label: '', width: 148, align: 'right', cell: (user) => actionsOf(user, t, open) },
  ];
}

function actionsOf(user: User, t: Words, open: (deed: UserDeed) => void) {
  const name = user.username;
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <RowAction
        icon={ShieldQuestion}
        label={t('users.mayWhat', { name })}
        onClick={() => open({ kind: 'permissions', user })}
      />
      <RowAction
        icon={KeyRound}
        label={t('users.reset', { name })}
        isAllowed={user.can?.['reset_password']}
        onClick={() => open({ kind: 'reset', user })}
      />
      <RowAction
        icon={Pencil}
        label={t('admin.edit', { name })}
        isAllowed={user.can?.['edit']}
        onClick={() => open({ kind: 'edit', user })}
      />
      <RowAction
        icon={Trash2}
        label={t('admin.delete', { name })}
        isAllowed={user.can?.['delete']}
        onClick={() => open({ kind: 'delete', user })}
      />
    </Group>
  );
}
