import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { faultsOf, isToldByFields } from '../../../shared/forms/faults.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { permissionsQuery, type Role, useSaveRole } from '../api/roles.ts';
import { actionsOf, grantedBy, resourcesOf, toggled } from '../role-matrix.ts';
import { RoleMatrix } from './role-matrix.tsx';

interface RoleDialogProps {
  /** Null: another one is made. One that is built in is only shown. */
  readonly role: Role | null;
  readonly onClose: () => void;
}

export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const t = useWords();
  const save = useSaveRole();
  const all = useQuery(permissionsQuery);
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [granted, setGranted] = useState(() => grantedBy(role));
  const isFixed = role !== null && (role.is_built_in || role.can?.['edit'] === false);
  const faults = faultsOf(save.error);
  const keep = () =>
    save.mutate(
      { was: role?.name ?? null, body: { name, description, actions: actionsOf(granted) } },
      { onSuccess: onClose },
    );
  return (
    <Modal
      opened
      size="xl"
      title={role === null ? t('roles.new') : role.name}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <Stack gap="sm">
        {save.error && !isToldByFields(save.error, ['name', 'description']) && (
          <Problem error={save.error} title={t('form.refused')} />
        )}
        {isFixed ? (
          <Text c="dimmed">{t('roles.fixed', { description })}</Text>
        ) : (
          <Group grow align="start">
            <TextInput
              label={t('roles.name')}
              withAsterisk
              data-autofocus
              value={name}
              error={faults['name']}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('admin.description')}
              value={description}
              error={faults['description']}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          </Group>
        )}
        {all.error && <Problem error={all.error} onRetry={() => void all.refetch()} />}
        {all.isPending && <Skeleton h={320} />}
        {all.data && (
          <RoleMatrix
            actions={all.data.actions.map((one) => one.name)}
            resources={resourcesOf(
              all.data.resources.map((one) => one.name),
              role,
            )}
            granted={granted}
            onToggle={isFixed ? undefined : (cell) => setGranted(toggled(granted, cell))}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t(isFixed ? 'form.close' : 'form.cancel')}
          </Button>
          {!isFixed && (
            <Button loading={save.isPending} disabled={name.trim() === ''} onClick={keep}>
              {t('form.save')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
