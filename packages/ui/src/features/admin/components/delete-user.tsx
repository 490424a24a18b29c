import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useDeleteUser } from '../api/users.ts';

export function DeleteUser({ username, onClose }: { readonly username: string; readonly onClose: () => void }) {
  const t = useWords();
  const remove = useDeleteUser();
  return (
    <ConfirmDialog
      title={t('users.deleteTitle')}
      body={t('users.deleteBody', { name: username })}
      confirm={t('form.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(username, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
