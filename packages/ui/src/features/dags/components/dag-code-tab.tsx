import { Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { dagQuery, sourceQuery, versionsQuery } from '../api/dag.ts';
import classes from './dag-code-tab.module.css';

const route = getRouteApi('/shell/dags/$dagId/code');

/** The file that declares the DAG, in the version of `?version=`. */
export function DagCodeTab() {
  const t = useWords();
  const { dagId } = route.useParams();
  const { version } = route.useSearch();
  const navigate = route.useNavigate();
  const source = useQuery(sourceQuery(dagId, version));
  const { data: versions } = useQuery(versionsQuery(dagId));
  const { data: dag } = useQuery(dagQuery(dagId));
  return (
    <>
      <Group justify="space-between">
        <Text c="dimmed" ff="monospace" size="xs">
          {dag?.relative_fileloc}
        </Text>
        <Select
          aria-label={t('dag.version')}
          w={160}
          allowDeselect={false}
          value={`${version ?? source.data?.version_number ?? ''}`}
          data={(versions?.dag_versions ?? []).map(({ version_number }) => ({
            value: `${version_number}`,
            label: t('dag.versionNumber', { number: version_number }),
          }))}
          onChange={(value) => void navigate({ search: { version: Number(value) }, replace: true })}
        />
      </Group>
      <Panel query={source} height={400}>
        {({ content }) => (content === null ? <Empty title={t('dag.noCode')} /> : <Code text={content} />)}
      </Panel>
    </>
  );
}

function Code({ text }: { readonly text: string }) {
  const t = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className={classes['code']} tabIndex={0} aria-label={t('dag.code')}>
      {text.split('\n').map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
        <code key={index}>{line}</code>
      ))}
    </section>
  );
}
