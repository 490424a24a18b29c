import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { tasksQuery } from '../api/dag.ts';

const route = getRouteApi('/shell/dags/$dagId');

/** The tasks of the version in force. */
export function DagTasksTab() {
  const t = useWords();
  const { dagId } = route.useParams();
  const query = useQuery(tasksQuery(dagId));
  return (
    <Panel query={query} height={240}>
      {({ tasks }) =>
        tasks.length === 0 ? (
          <Empty title={t('dag.noTasks')} />
        ) : (
          <Table.ScrollContainer minWidth={720}>
            <Table verticalSpacing={4} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('task.name')}</Table.Th>
                  <Table.Th>{t('task.operator')}</Table.Th>
                  <Table.Th>{t('task.after')}</Table.Th>
                  <Table.Th>{t('task.triggerRule')}</Table.Th>
                  <Table.Th>{t('task.retries')}</Table.Th>
                  <Table.Th>{t('task.pool')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tasks.map((task) => (
                  <Table.Tr key={task.task_id}>
                    <Table.Td fw={600}>
                      {task.task_display_name}
                      {task.is_mapped && (
                        <Text span c="dimmed">
                          {' '}
                          [ ]
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>{task.operator_name}</Table.Td>
                    <Table.Td>{task.upstream_task_ids.join(', ') || '–'}</Table.Td>
                    <Table.Td>{task.trigger_rule}</Table.Td>
                    <Table.Td>{task.retries}</Table.Td>
                    <Table.Td>{task.pool}</Table.Td>
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
