import { Anchor, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { CursorPages } from '../../../shared/layout/cursor-pages.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { versionsQuery } from '../api/dag.ts';

const route = getRouteApi('/shell/dags/$dagId');

export function DagVersionsTab() {
  const t = useWords();
  const { dagId } = route.useParams();
  const [cursor, setCursor] = useState('');
  const query = useQuery(versionsQuery(dagId, cursor));
  return (
    <Panel query={query} height={240}>
      {(page) => (
        <>
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={110}>{t('dag.version')}</Table.Th>
                  <Table.Th>{t('dag.since')}</Table.Th>
                  <Table.Th>{t('dag.bundleVersion')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {page.dag_versions.map(({ version_number: version, created_at, bundle_version }) => (
                  <Table.Tr key={version}>
                    <Table.Td>
                      <Anchor
                        renderRoot={(props) => (
                          <Link to="/dags/$dagId/code" params={{ dagId }} search={{ version }} {...props} />
                        )}
                      >
                        {t('dag.versionNumber', { number: version })}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      <Instant at={created_at} />
                    </Table.Td>
                    <Table.Td>
                      <Text ff="monospace" size="xs" title={bundle_version ?? undefined}>
                        {bundle_version?.slice(0, 12)}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <CursorPages page={page} onCursor={setCursor} />
        </>
      )}
    </Panel>
  );
}
