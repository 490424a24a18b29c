import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useDeletePool } from '../api/pools.ts';

export function DeletePool({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const t = useWords();
  const remove = useDeletePool();
  return (
    <ConfirmDialog
      title={t('pools.deleteTitle')}
      body={t('pools.deleteBody', { name })}
      confirm={t('form.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
