import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Dag } from '../../../shared/api/rows.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Facts } from '../../../shared/layout/facts.tsx';
import { JsonBlock } from '../../../shared/layout/json-block.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { dagQuery } from '../api/dag.ts';

const route = getRouteApi('/shell/dags/$dagId');

export function DagDetailsTab() {
  const { dagId } = route.useParams();
  const query = useQuery(dagQuery(dagId));
  return (
    <Panel query={query} height={240}>
      {(dag) => <Details dag={dag} />}
    </Panel>
  );
}

function Details({ dag }: { readonly dag: Dag }) {
  const t = useWords();
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t('dag.id'), dag.dag_id],
          [t('dag.file'), dag.relative_fileloc],
          [t('dag.lastParsed'), dag.last_parsed_time && <Instant key="at" at={dag.last_parsed_time} />],
          [t('dag.version'), dag.latest_dag_version?.version_number],
          [t('dags.schedule'), dag.timetable_description],
          [t('dag.timeZone'), dag.timezone],
          [t('dag.startDate'), dag.start_date && <Instant key="at" at={dag.start_date} />],
          [t('dag.endDate'), dag.end_date && <Instant key="at" at={dag.end_date} />],
          [t('dag.catchup'), t(dag.catchup ? 'word.yes' : 'word.no')],
          [t('dag.maxActiveRuns'), dag.max_active_runs],
          [t('dag.maxActiveTasks'), dag.max_active_tasks],
          [t('dag.timeout'), dag.dag_run_timeout],
          [t('dag.failFast'), t(dag.fail_fast ? 'word.yes' : 'word.no')],
        ]}
      />
      {dag.doc_md && <Text style={{ whiteSpace: 'pre-wrap', maxWidth: '80ch' }}>{dag.doc_md}</Text>}
      {dag.params && Object.keys(dag.params).length > 0 && (
        <Stack gap={6}>
          <Title order={2} size="sm">
            {t('dag.params')}
          </Title>
          <JsonBlock value={dag.params} label={t('dag.params')} />
        </Stack>
      )}
    </Stack>
  );
}
