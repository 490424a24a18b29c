import { Modal, ScrollArea, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { userPermissionsQuery } from '../api/users.ts';

/** What a user may do, and because of which roles. */
export function UserPermissions({ username, onClose }: { readonly username: string; readonly onClose: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const { data, error, isPending, refetch } = useQuery(userPermissionsQuery(username));
  const sought = text.toLowerCase();
  const rows = data?.permissions.filter((one) => `${one.action} ${one.resource}`.toLowerCase().includes(sought)) ?? [];
  return (
    <Modal
      opened
      size="lg"
      title={t('users.mayWhat', { name: username })}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <Stack gap="sm">
        <TextInput
          type="search"
          aria-label={t('users.permissionFilter')}
          placeholder={t('users.permissionFilter')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {isPending && <Skeleton h={240} />}
        {data && rows.length === 0 && <Text c="dimmed">{t('users.noPermission')}</Text>}
        <ScrollArea.Autosize mah={420}>
          <Table>
            <Table.Tbody>
              {rows.map(({ action, resource, roles }) => (
                <Table.Tr key={`${action} ${resource}`}>
                  <Table.Td ff="monospace">{action}</Table.Td>
                  <Table.Td>{resource}</Table.Td>
                  <Table.Td c="dimmed">{t('users.because', { roles: roles.join(', ') })}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      </Stack>
    </Modal>
  );
}
