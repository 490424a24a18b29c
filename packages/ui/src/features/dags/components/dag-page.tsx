import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { topicOf } from '../../../shared/api/live.ts';
import { useLive } from '../../../shared/api/use-live.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Panel } from '../../../shared/layout/panel.tsx';
import { TabLinks } from '../../../shared/layout/tab-links.tsx';
import { dagQuery } from '../api/dag.ts';
import { DagHeader } from './dag-header.tsx';
import { RunStrip } from './run-strip.tsx';

const route = getRouteApi('/shell/dags/$dagId');

/** A DAG: its head, its last runs, and a tab. */
export function DagPage() {
  const t = useWords();
  const { dagId } = route.useParams();
  const dag = useQuery(dagQuery(dagId));
  useLive(topicOf('dag', dagId), [
    ['dag', dagId],
    ['dag-runs', dagId],
  ]);
  const base = `/dags/${encodeURIComponent(dagId)}`;
  return (
    <Stack gap="md">
      <Panel query={dag} height={96}>
        {(found) => <DagHeader key={found.dag_id} dag={found} />}
      </Panel>
      <RunStrip dagId={dagId} />
      <TabLinks
        label={t('dag.tabs')}
        tabs={[
          { to: base, label: t('nav.runs'), isExact: true },
          { to: `${base}/tasks`, label: t('nav.tasks') },
          { to: `${base}/code`, label: t('dag.code') },
          { to: `${base}/versions`, label: t('dag.versions') },
          { to: `${base}/details`, label: t('dag.details') },
        ]}
      />
      <Outlet />
    </Stack>
  );
}
