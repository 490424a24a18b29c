import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { DeedDialog } from '../../../shared/layout/deed-dialog.tsx';
import type { RunName } from '../api/run.ts';
import { openInstancesQuery, usePatchRun } from '../api/run-deeds.ts';

interface MarkRunDialogProps {
  readonly name: RunName;
  readonly state: 'success' | 'failed';
  readonly onClose: () => void;
}

/** Ends a run by hand: what has not ended in it ends with it. */
export function MarkRunDialog({ name, state, onClose }: MarkRunDialogProps) {
  const t = useWords();
  const preview = useQuery(openInstancesQuery(name));
  const patch = usePatchRun(name);
  return (
    <DeedDialog
      title={t(`mark.${state}`)}
      confirm={t(`mark.${state}`)}
      preview={preview}
      isPending={patch.isPending}
      error={patch.error}
      isDangerous={state === 'failed'}
      mayBeEmpty
      onConfirm={() => patch.mutate({ state }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text>{t(`mark.${state}Hint`, { run: name.runId })}</Text>
    </DeedDialog>
  );
}
