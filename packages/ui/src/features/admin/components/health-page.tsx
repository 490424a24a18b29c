import { Select, SimpleGrid, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { HealthCard } from '../../../shared/health/health-card.tsx';
import { healthParts } from '../../../shared/health/health-parts.ts';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { Problem } from '../../../shared/layout/problem.tsx';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { healthQuery, type Job, jobsQuery } from '../api/installation.ts';

const JOB_TYPES = ['SchedulerJob', 'DagProcessorJob', 'WorkerJob'];

/** Whether the parts of the installation are alive, and which programs there are. */
export function HealthPage() {
  const t = useWords();
  const list = useListSearch();
  const health = useQuery(healthQuery);
  const jobs = useQuery(jobsQuery(list.search));
  return (
    <Page title={t('health.title')}>
      {health.error && <Problem error={health.error} onRetry={() => void health.refetch()} />}
      {health.isPending && <Skeleton h={72} />}
      {health.data && (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
          {healthParts(health.data).map((part) => (
            <HealthCard key={part.name} part={part} />
          ))}
        </SimpleGrid>
      )}
      <Title order={2} size="h4" mt="sm">
        {t('health.jobs')}
      </Title>
      <Select
        aria-label={t('health.type')}
        placeholder={t('health.anyType')}
        clearable
        w={220}
        data={JOB_TYPES}
        value={list.search['job_type'] ?? null}
        onChange={(type) => list.filter({ job_type: type ?? undefined })}
      />
      <ListPanel
        label={t('health.jobs')}
        query={jobs}
        columns={columnsOf(t)}
        keyOf={({ id }) => String(id)}
        list={list}
        empty={{ icon: Activity, title: t('health.noJobs'), hint: t('health.noJobsHint') }}
      />
    </Page>
  );
}

function columnsOf(t: Words): readonly Column<Job>[] {
  return [
    { id: 'type', label: t('health.type'), sort: 'job_type', cell: ({ job_type }) => job_type.replace(/Job$/, '') },
    { id: 'state', label: t('health.state'), sort: 'state', cell: ({ state }) => <JobState state={state} /> },
    { id: 'host', label: t('health.host'), sort: 'hostname', cell: ({ hostname }) => hostname },
    { id: 'since', label: t('health.since'), sort: 'start_date', cell: (job) => <Instant at={job.start_date} /> },
    {
      id: 'beat',
      label: t('health.beat'),
      sort: 'latest_heartbeat',
      cell: (job) => <Instant at={job.latest_heartbeat} />,
    },
  ];
}

const JOB_LOOKS = {
  running: ['health.alive', 'var(--tw-ok)', '●'],
  success: ['health.stopped', 'var(--tw-muted)', '■'],
  failed: ['health.silent', 'var(--tw-danger)', '✕'],
} as const;

function JobState({ state }: { readonly state: string }) {
  const t = useWords();
  const [label, colour, glyph] = JOB_LOOKS[state as keyof typeof JOB_LOOKS] ?? JOB_LOOKS.failed;
  return (
    <Text size="sm" c={colour}>
      <span aria-hidden>{glyph}</span> {t(label)}
    </Text>
  );
}
