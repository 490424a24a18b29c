import { Badge, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { Dag } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useKey } from '../../../shared/keyboard/use-key.ts';
import { DeedButton } from '../../../shared/layout/deed-button.tsx';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { usePauseDag } from '../api/dags.ts';
import { TriggerDialog } from './trigger-dialog.tsx';

export function DagHeader({ dag }: { readonly dag: Dag }) {
  const t = useWords();
  const navigate = useNavigate();
  const [isTriggering, setTriggering] = useState(false);
  const pause = usePauseDag();
  const isPaused = pause.isPending ? pause.variables.isPaused : dag.is_paused;
  const toggle = () => pause.mutate({ dagId: dag.dag_id, isPaused: !isPaused });
  useKey('trigger', () => setTriggering(true), { isActive: dag.can?.['trigger'] !== false });
  useKey('pause', toggle, { isActive: dag.can?.['edit'] !== false });
  return (
    <Stack gap={6}>
      <Group justify="space-between" align="start" wrap="wrap">
        <Group gap="sm">
          <Title order={1} size="h3">
            {dag.dag_display_name}
          </Title>
          {dag.last_run && <StateBadge state={dag.last_run.state} />}
        </Group>
        <Group gap="md">
          <Switch
            label={t(isPaused ? 'dags.paused' : 'dags.active')}
            checked={!isPaused}
            disabled={dag.can?.['edit'] === false}
            onChange={toggle}
          />
          <DeedButton
            may={dag.can?.['trigger']}
            variant="filled"
            leftSection={<Play size={14} aria-hidden />}
            onClick={() => setTriggering(true)}
          >
            {t('trigger.open')}
          </DeedButton>
        </Group>
      </Group>
      {dag.description && <Text c="dimmed">{dag.description}</Text>}
      <DagLine dag={dag} />
      {isTriggering && (
        <TriggerDialog
          dag={dag}
          onClose={() => setTriggering(false)}
          onTriggered={({ dag_run_id: runId }) => {
            setTriggering(false);
            void navigate({ to: '/dags/$dagId/runs/$runId', params: { dagId: dag.dag_id, runId } });
          }}
        />
      )}
    </Stack>
  );
}

/** Schedule, next run, owner and tags in a line. */
function DagLine({ dag }: { readonly dag: Dag }) {
  const t = useWords();
  return (
    <Group gap="lg">
      <Text title={dag.timetable_description ?? undefined}>
        <Dim>{t('dags.schedule')}</Dim> {dag.timetable_summary ?? t('dags.noSchedule')}
      </Text>
      {dag.next_dagrun_run_after && (
        <Text>
          <Dim>{t('dags.nextRun')}</Dim> <Instant at={dag.next_dagrun_run_after} />
        </Text>
      )}
      <Text>
        <Dim>{t('dags.owner')}</Dim> {dag.owners.join(', ')}
      </Text>
      <Text>
        <Dim>{t('dag.activeRuns')}</Dim> {dag.active_runs_count}
        {dag.max_active_runs !== null && ` / ${dag.max_active_runs}`}
      </Text>
      <Group gap={4}>
        {dag.tags.map(({ name }) => (
          <Link key={name} to="/dags" search={{ tag: name }} style={{ textDecoration: 'none' }}>
            <Badge variant="light" radius="sm" style={{ cursor: 'pointer', textTransform: 'none' }}>
              {name}
            </Badge>
          </Link>
        ))}
      </Group>
    </Group>
  );
}

function Dim({ children }: { readonly children: string }) {
  return (
    <Text span c="dimmed">
      {children}
    </Text>
  );
}
