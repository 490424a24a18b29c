import { ActionIcon, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { DagRun } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Facts } from '../../../shared/layout/facts.tsx';
import { JsonBlock } from '../../../shared/layout/json-block.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { Span } from '../../../shared/time/span.tsx';
import { usePatchRun } from '../api/run-deeds.ts';

/** When, why and with what a run runs. */
export function RunFacts({ run }: { readonly run: DagRun }) {
  const t = useWords();
  const instant = (at: string | null) => at && <Instant at={at} style="time" />;
  const hasConf = run.conf !== null && Object.keys(run.conf).length > 0;
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [t('run.type'), t(`runType.${run.run_type}`)],
          [t('run.runAfter'), instant(run.run_after)],
          [t('run.logicalDate'), instant(run.logical_date)],
          [t('run.started'), instant(run.start_date)],
          [t('run.ended'), instant(run.end_date)],
          [t('run.duration'), run.start_date && <Span key="span" from={run.start_date} to={run.end_date} />],
          [t('run.triggeredBy'), run.triggering_user_name ?? run.triggered_by],
          [t('dag.version'), run.dag_versions.map(({ version_number }) => version_number).join(', ')],
          [t('run.note'), <Note key="note" run={run} />],
        ]}
      />
      {hasConf && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {t('trigger.conf')}
          </Text>
          <JsonBlock value={run.conf} label={t('trigger.conf')} />
        </Stack>
      )}
    </Stack>
  );
}

function Note({ run }: { readonly run: DagRun }) {
  const t = useWords();
  const [draft, setDraft] = useState<string | null>(null);
  const patch = usePatchRun({ dagId: run.dag_id, runId: run.dag_run_id });
  if (draft === null)
    return (
      <Group gap={4} wrap="nowrap" align="start">
        <span style={{ whiteSpace: 'pre-wrap' }}>{run.note ?? '–'}</span>
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={t('run.editNote')}
          disabled={run.can?.['edit'] === false}
          onClick={() => setDraft(run.note ?? '')}
        >
          <Pencil size={12} />
        </ActionIcon>
      </Group>
    );
  return (
    <Stack gap={4}>
      <Textarea
        aria-label={t('run.note')}
        autosize
        autoFocus
        maxLength={1000}
        value={draft}
        error={patch.error?.message}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          size="compact-xs"
          loading={patch.isPending}
          onClick={() => patch.mutate({ note: draft }, { onSuccess: () => setDraft(null) })}
        >
          {t('word.save')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setDraft(null)}>
          {t('deed.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
