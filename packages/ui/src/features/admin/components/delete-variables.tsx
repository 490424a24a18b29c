import { ConfirmDialog } from '../../../shared/forms/confirm-dialog.tsx';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useDeleteVariables } from '../api/variables.ts';

interface DeleteVariablesProps {
  readonly keys: readonly string[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function DeleteVariables({ keys, onDone, onClose }: DeleteVariablesProps) {
  const t = useWords();
  const remove = useDeleteVariables();
  const done = () => {
    onDone();
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('variables.deleteTitle', { count: keys.length })}
      body={t('variables.deleteBody', { count: keys.length, name: keys[0] ?? '' })}
      names={keys}
      confirm={t('form.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(keys, { onSuccess: done })}
      onClose={onClose}
    />
  );
}
