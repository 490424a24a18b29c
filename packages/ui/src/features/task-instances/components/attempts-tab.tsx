import { Anchor, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { Span } from '../../../shared/time/span.tsx';
import { triesQuery } from '../api/instance.ts';
import { readFailure } from '../failure.ts';
import { pathOfInstance, useInstanceName } from '../use-instance-name.ts';

/** The tries, the last one first; each leads to its log. */
export function AttemptsTab() {
  const t = useWords();
  const name = useInstanceName();
  const query = useQuery(triesQuery(name));
  const log = pathOfInstance(name);
  return (
    <Panel query={query} height={160}>
      {({ task_instances: tries }) =>
        tries.every(({ start_date, try_number }) => start_date === null && try_number === 0) ? (
          <Empty title={t('task.noAttempts')} />
        ) : (
          <Table.ScrollContainer minWidth={820}>
            <Table verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={70}>{t('task.try')}</Table.Th>
                  <Table.Th w={160}>{t('run.state')}</Table.Th>
                  <Table.Th w={290}>{t('run.started')}</Table.Th>
                  <Table.Th w={100}>{t('task.waited')}</Table.Th>
                  <Table.Th w={100}>{t('run.duration')}</Table.Th>
                  <Table.Th>{t('task.worker')}</Table.Th>
                  <Table.Th>{t('failure.title')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tries.toReversed().map((one) => (
                  <Table.Tr key={one.try_number}>
                    <Table.Td>
                      <Anchor
                        size="sm"
                        renderRoot={(props) => <Link to={log} search={{ try: one.try_number }} {...props} />}
                      >
                        {one.try_number}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      <StateBadge state={one.state} />
                    </Table.Td>
                    <Table.Td>{one.start_date ? <Instant at={one.start_date} style="time" /> : '–'}</Table.Td>
                    <Table.Td>{one.start_date ? <Span from={one.queued_when} to={one.start_date} /> : '–'}</Table.Td>
                    <Table.Td>
                      <Span from={one.start_date} to={one.end_date} />
                    </Table.Td>
                    <Table.Td>{one.hostname === null ? '–' : `${one.hostname}:${one.pid}`}</Table.Td>
                    <Table.Td>
                      <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
                        {readFailure(one.error)?.message ?? '–'}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )
      }
    </Panel>
  );
}
