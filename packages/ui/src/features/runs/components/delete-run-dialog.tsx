import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { DeedDialog } from '../../../shared/layout/deed-dialog.tsx';
import { instancesQuery, type RunName } from '../api/run.ts';
import { useDeleteRun } from '../api/run-deeds.ts';

interface DeleteRunDialogProps {
  readonly name: RunName;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

export function DeleteRunDialog({ name, onDeleted, onClose }: DeleteRunDialogProps) {
  const t = useWords();
  const preview = useQuery({
    ...instancesQuery(name, {}),
    select: ({ total_entries, task_instances }) => ({ total: total_entries, shown: task_instances }),
  });
  const remove = useDeleteRun(name);
  return (
    <DeedDialog
      title={t('delete.title', { run: name.runId })}
      confirm={t('delete.confirm')}
      preview={preview}
      isPending={remove.isPending}
      error={remove.error}
      isDangerous
      mayBeEmpty
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
      onClose={onClose}
    >
      <Text>{t('delete.hint')}</Text>
    </DeedDialog>
  );
}
