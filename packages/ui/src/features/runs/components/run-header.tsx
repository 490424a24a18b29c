import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Check, RotateCw, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { DagRun } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useKey } from '../../../shared/keyboard/use-key.ts';
import { DeedButton } from '../../../shared/layout/deed-button.tsx';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { ClearRunDialog } from './clear-run-dialog.tsx';
import { DeleteRunDialog } from './delete-run-dialog.tsx';
import { MarkRunDialog } from './mark-run-dialog.tsx';

type Deed = 'clear' | 'success' | 'failed' | 'delete';

interface RunHeaderProps {
  readonly run: DagRun;
  readonly selected: readonly (readonly [taskId: string, mapIndex: number])[];
  /** What was ticked has been dealt with. */
  readonly onDone: () => void;
}

export function RunHeader({ run, selected, onDone }: RunHeaderProps) {
  const t = useWords();
  const [deed, setDeed] = useState<Deed | null>(null);
  const { can = {} } = run;
  useKey('clear', () => setDeed('clear'), { isActive: can['clear'] !== false });
  useKey('markSuccess', () => setDeed('success'), { isActive: can['edit'] !== false });
  useKey('markFailed', () => setDeed('failed'), { isActive: can['edit'] !== false });
  const close = () => {
    setDeed(null);
    onDone();
  };
  return (
    <Stack gap={2}>
      <Anchor
        size="sm"
        w="fit-content"
        renderRoot={(props) => <Link to="/dags/$dagId" params={{ dagId: run.dag_id }} {...props} />}
      >
        {run.dag_display_name}
      </Anchor>
      <Group justify="space-between">
        <Group gap="md">
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {run.dag_run_id}
          </Title>
          <Text component="div" role="status" aria-label={t('run.state')}>
            <StateBadge state={run.state} />
          </Text>
        </Group>
        <Group gap="xs">
          <DeedButton may={can['clear']} leftSection={<RotateCw size={14} />} onClick={() => setDeed('clear')}>
            {selected.length > 0 ? t('clear.openSelected', { count: selected.length }) : t('clear.open')}
          </DeedButton>
          <DeedButton may={can['edit']} leftSection={<Check size={14} />} onClick={() => setDeed('success')}>
            {t('mark.success')}
          </DeedButton>
          <DeedButton may={can['edit']} leftSection={<X size={14} />} onClick={() => setDeed('failed')}>
            {t('mark.failed')}
          </DeedButton>
          <DeedButton may={can['delete']} leftSection={<Trash2 size={14} />} onClick={() => setDeed('delete')}>
            {t('delete.open')}
          </DeedButton>
        </Group>
      </Group>
      {deed !== null && <OpenDeed deed={deed} run={run} selected={selected} onClose={close} />}
    </Stack>
  );
}

interface OpenDeedProps extends Omit<RunHeaderProps, 'onDone'> {
  readonly deed: Deed;
  readonly onClose: () => void;
}

function OpenDeed({ deed, run, selected, onClose }: OpenDeedProps) {
  const navigate = useNavigate();
  const name = { dagId: run.dag_id, runId: run.dag_run_id };
  if (deed === 'clear')
    return <ClearRunDialog name={name} hasFailed={run.state === 'failed'} selected={selected} onClose={onClose} />;
  if (deed === 'delete')
    return (
      <DeleteRunDialog
        name={name}
        onDeleted={() => void navigate({ to: '/dags/$dagId', params: { dagId: run.dag_id } })}
        onClose={onClose}
      />
    );
  return <MarkRunDialog name={name} state={deed} onClose={onClose} />;
}
