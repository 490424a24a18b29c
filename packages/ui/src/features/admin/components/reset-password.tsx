import { Button, Group, Modal, Stack } from '@mantine/core';
import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { ShownOnce } from '../../../shared/forms/shown-once.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useResetPassword } from '../api/users.ts';

/** Asks, then shows the new password this once. */
export function ResetPassword({ username, onClose }: { readonly username: string; readonly onClose: () => void }) {
  const t = useWords();
  const reset = useResetPassword();
  if (reset.data?.password) {
    return (
      <Modal
        opened
        title={username}
        onClose={onClose}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('form.close') }}
      >
        <Stack gap="sm">
          <ShownOnce secret={reset.data.password} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('form.done')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <ConfirmDialog
      title={t('users.resetTitle')}
      body={t('users.resetBody', { name: username })}
      confirm={t('users.resetDo')}
      isBusy={reset.isPending}
      error={reset.error}
      onConfirm={() => reset.mutate(username)}
      onClose={onClose}
    />
  );
}
