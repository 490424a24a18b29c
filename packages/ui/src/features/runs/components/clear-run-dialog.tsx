import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { DeedDialog } from '../../../shared/layout/deed-dialog.tsx';
import type { RunName } from '../api/run.ts';
import { type ClearChoice, clearPreviewQuery, useClearRun } from '../api/run-deeds.ts';

type Kind = ClearChoice['kind'];

interface ClearRunDialogProps {
  readonly name: RunName;
  readonly hasFailed: boolean;
  readonly selected: readonly (readonly [taskId: string, mapIndex: number])[];
  readonly onClose: () => void;
}

/** Clears what failed, what is ticked, or everything, after it has shown what that is. */
export function ClearRunDialog({ name, hasFailed, selected, onClose }: ClearRunDialogProps) {
  const t = useWords();
  const kinds: readonly Kind[] = selected.length > 0 ? ['selected', 'failed', 'all'] : ['failed', 'all'];
  const [kind, setKind] = useState<Kind>(selected.length > 0 ? 'selected' : hasFailed ? 'failed' : 'all');
  const [isWithDownstream, setWithDownstream] = useState(true);
  const choice: ClearChoice = kind === 'selected' ? { kind, tasks: selected, isWithDownstream } : { kind };
  const preview = useQuery(clearPreviewQuery(name, choice));
  const clear = useClearRun(name);
  return (
    <DeedDialog
      title={t('clear.title', { run: name.runId })}
      confirm={t('clear.confirm')}
      preview={preview}
      isPending={clear.isPending}
      error={clear.error}
      onConfirm={() => clear.mutate(choice, { onSuccess: onClose })}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t('clear.what')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`clear.${value}`) }))}
        onChange={(value) => setKind(value as Kind)}
      />
      {kind === 'selected' && (
        <Checkbox
          label={t('clear.downstream')}
          checked={isWithDownstream}
          onChange={(event) => setWithDownstream(event.currentTarget.checked)}
        />
      )}
    </DeedDialog>
  );
}
