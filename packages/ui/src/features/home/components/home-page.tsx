import { SimpleGrid, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { HealthCard } from '../../../shared/health/health-card.tsx';
import { healthParts } from '../../../shared/health/health-parts.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Card } from '../../../shared/layout/card.tsx';
import { Problem } from '../../../shared/layout/problem.tsx';
import { anyDagQuery, bucketsQuery, homeHealthQuery } from '../api/home.ts';
import { FirstSteps } from './first-steps.tsx';
import { NeedsYou } from './needs-you.tsx';
import { NextRuns } from './next-runs.tsx';
import { RunningNow } from './running-now.tsx';
import { RunsChart } from './runs-chart.tsx';

/** What is the matter, what runs, what comes. */
export function HomePage() {
  const t = useWords();
  const any = useQuery(anyDagQuery);
  const buckets = useQuery(bucketsQuery);
  return (
    <Stack gap="md" maw={1400}>
      <Title order={1} size="h3">
        {t('nav.home')}
      </Title>
      {any.data?.total_entries === 0 && <FirstSteps />}
      <NeedsYou />
      <Card title={t('home.lastDay')} query={buckets} empty={t('home.noRunsOfDay')}>
        {(data) =>
          data.buckets.some(({ runs }) => Object.keys(runs).length > 0) ? <RunsChart buckets={data} /> : null
        }
      </Card>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <RunningNow />
        <NextRuns />
      </SimpleGrid>
      <HealthRow />
    </Stack>
  );
}

function HealthRow() {
  const { data, error, refetch } = useQuery(homeHealthQuery);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm" mih={60}>
      {data && healthParts(data).map((part) => <HealthCard key={part.name} part={part} />)}
    </SimpleGrid>
  );
}
