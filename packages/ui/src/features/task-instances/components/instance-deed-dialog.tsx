import { Checkbox, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { DeedDialog } from '../../../shared/layout/deed-dialog.tsx';
import { type DeedScope, deedPreviewQuery, type InstanceDeed, useInstanceDeed } from '../api/instance-deeds.ts';
import type { InstanceName } from '../use-instance-name.ts';

interface InstanceDeedDialogProps {
  readonly name: InstanceName;
  readonly deed: InstanceDeed;
  readonly onClose: () => void;
}

const WIDENINGS = ['upstream', 'downstream', 'past', 'future'] as const satisfies readonly (keyof DeedScope)[];

/** Clears or marks a task instance, and what is asked for beside it. */
export function InstanceDeedDialog({ name, deed, onClose }: InstanceDeedDialogProps) {
  const t = useWords();
  const [scope, setScope] = useState<DeedScope>({
    upstream: false,
    downstream: deed === 'clear',
    past: false,
    future: false,
  });
  const preview = useQuery({ ...deedPreviewQuery(name, deed, scope), placeholderData: keepPreviousData });
  const mutation = useInstanceDeed(name, deed);
  const confirm = t(deed === 'clear' ? 'clear.confirm' : `mark.${deed}`);
  return (
    <DeedDialog
      title={deed === 'clear' ? t('clear.title', { run: name.taskId }) : confirm}
      confirm={confirm}
      preview={preview}
      isPending={mutation.isPending}
      error={mutation.error}
      isDangerous={deed === 'failed'}
      onConfirm={() => mutation.mutate(scope, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Group>
        {WIDENINGS.map((one) => (
          <Checkbox
            key={one}
            label={t(`scope.${one}`)}
            checked={scope[one]}
            onChange={(event) => setScope({ ...scope, [one]: event.currentTarget.checked })}
          />
        ))}
      </Group>
    </DeedDialog>
  );
}
