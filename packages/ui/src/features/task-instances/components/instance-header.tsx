import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Check, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import type { TaskInstance } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useKey } from '../../../shared/keyboard/use-key.ts';
import { DeedButton } from '../../../shared/layout/deed-button.tsx';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { Span } from '../../../shared/time/span.tsx';
import type { InstanceDeed } from '../api/instance-deeds.ts';
import type { InstanceName } from '../use-instance-name.ts';
import { InstanceDeedDialog } from './instance-deed-dialog.tsx';

interface InstanceHeaderProps {
  readonly name: InstanceName;
  readonly instance: TaskInstance;
}

export function InstanceHeader({ name, instance }: InstanceHeaderProps) {
  const t = useWords();
  const [deed, setDeed] = useState<InstanceDeed | null>(null);
  const { can = {}, map_index: index, try_number: tries, max_tries: retries } = instance;
  useKey('clear', () => setDeed('clear'), { isActive: can['clear'] !== false });
  useKey('markSuccess', () => setDeed('success'), { isActive: can['edit'] !== false });
  useKey('markFailed', () => setDeed('failed'), { isActive: can['edit'] !== false });
  return (
    <Stack gap={4}>
      <Trail name={name} dag={instance.dag_display_name} />
      <Group justify="space-between">
        <Group gap="md">
          <Title order={1} size="h3">
            {index === -1 ? instance.task_display_name : `${instance.task_display_name} [${index}]`}
          </Title>
          <Text component="div" role="status" aria-label={t('run.state')}>
            <StateBadge state={instance.state} />
          </Text>
        </Group>
        <Group gap="xs">
          <DeedButton may={can['clear']} leftSection={<RotateCw size={14} />} onClick={() => setDeed('clear')}>
            {t('clear.open')}
          </DeedButton>
          <DeedButton may={can['edit']} leftSection={<Check size={14} />} onClick={() => setDeed('success')}>
            {t('mark.success')}
          </DeedButton>
          <DeedButton may={can['edit']} leftSection={<X size={14} />} onClick={() => setDeed('failed')}>
            {t('mark.failed')}
          </DeedButton>
        </Group>
      </Group>
      <Group gap="lg" c="dimmed">
        <span>{t('task.tryOf', { number: tries, of: Math.max(tries, retries + 1) })}</span>
        {instance.start_date && (
          <span>
            {t('run.started')} <Instant at={instance.start_date} style="time" />
          </span>
        )}
        {instance.start_date && (
          <span>
            {t('run.duration')} <Span from={instance.start_date} to={instance.end_date} />
          </span>
        )}
        {instance.next_try_at && (
          <span>
            {t('task.nextTry')} <Instant at={instance.next_try_at} style="time" />
          </span>
        )}
      </Group>
      {deed !== null && <InstanceDeedDialog name={name} deed={deed} onClose={() => setDeed(null)} />}
    </Stack>
  );
}

function Trail({ name: { dagId, runId }, dag }: { readonly name: InstanceName; readonly dag: string }) {
  return (
    <Breadcrumbs separatorMargin={6}>
      <Anchor size="sm" renderRoot={(props) => <Link to="/dags/$dagId" params={{ dagId }} {...props} />}>
        {dag}
      </Anchor>
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/dags/$dagId/runs/$runId" params={{ dagId, runId }} {...props} />}
      >
        {runId}
      </Anchor>
    </Breadcrumbs>
  );
}
