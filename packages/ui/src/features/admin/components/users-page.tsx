import { Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { NewButton } from '../../../shared/forms/new-button.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { useMay } from '../../../shared/session/use-may.ts';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import { SearchBox } from '../../../shared/table/search-box.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { rolesQuery } from '../api/roles.ts';
import { usersQuery } from '../api/users.ts';
import type { UserDeed } from '../user-deed.ts';
import { DeleteUser } from './delete-user.tsx';
import { ResetPassword } from './reset-password.tsx';
import { userColumns } from './user-columns.tsx';
import { UserDialog } from './user-dialog.tsx';
import { UserPermissions } from './user-permissions.tsx';

export function UsersPage() {
  const t = useWords();
  const may = useMay();
  const list = useListSearch();
  const query = useQuery(usersQuery(list.search));
  const roles = useQuery(rolesQuery);
  const [deed, setDeed] = useState<UserDeed | null>(null);
  return (
    <Page
      title={t('users.title')}
      count={useCount(query.data)}
      actions={
        <NewButton
          label={t('users.new')}
          isAllowed={may('can_create', 'Users')}
          onClick={() => setDeed({ kind: 'edit', user: null })}
        />
      }
    >
      <Group gap="sm">
        <SearchBox list={list} label={t('users.filter')} />
        <Select
          aria-label={t('users.role')}
          placeholder={t('users.anyRole')}
          clearable
          w={160}
          data={roles.data?.roles.map(({ name }) => name) ?? []}
          value={list.search['role'] ?? null}
          onChange={(role) => list.filter({ role: role ?? undefined })}
        />
        <Select
          aria-label={t('users.active')}
          placeholder={t('users.anyActive')}
          clearable
          w={160}
          data={[
            { value: 'true', label: t('users.isActive') },
            { value: 'false', label: t('users.isInactive') },
          ]}
          value={list.search['active'] ?? null}
          onChange={(active) => list.filter({ active: active ?? undefined })}
        />
      </Group>
      <ListPanel
        label={t('users.title')}
        query={query}
        columns={userColumns(t, setDeed)}
        keyOf={({ username }) => username}
        list={list}
        empty={{ icon: Users, title: t('users.empty'), hint: '' }}
      />
      <DeedDialog deed={deed} onClose={() => setDeed(null)} />
    </Page>
  );
}

function DeedDialog({ deed, onClose }: { readonly deed: UserDeed | null; readonly onClose: () => void }) {
  if (deed === null) return null;
  const { kind, user } = deed;
  if (kind === 'edit' || user === null) return <UserDialog user={user} onClose={onClose} />;
  if (kind === 'delete') return <DeleteUser username={user.username} onClose={onClose} />;
  if (kind === 'reset') return <ResetPassword username={user.username} onClose={onClose} />;
  return <UserPermissions username={user.username} onClose={onClose} />;
}
