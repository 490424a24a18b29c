import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useDeleteConnections } from '../api/connections.ts';

interface DeleteConnectionsProps {
  readonly ids: readonly string[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function DeleteConnections({ ids, onDone, onClose }: DeleteConnectionsProps) {
  const t = useWords();
  const remove = useDeleteConnections();
  const done = () => {
    onDone();
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('connections.deleteTitle', { count: ids.length })}
      body={t('connections.deleteBody', { count: ids.length, name: ids[0] ?? '' })}
      names={ids}
      confirm={t('form.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(ids, { onSuccess: done })}
      onClose={onClose}
    />
  );
}
