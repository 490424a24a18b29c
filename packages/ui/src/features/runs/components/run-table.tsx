import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AnswerOf, getDagRuns } from '@tradewind/contract';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { rowLink } from '../../../shared/keyboard/use-row-keys.ts';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { Span } from '../../../shared/time/span.tsx';

type Run = AnswerOf<typeof getDagRuns>['dag_runs'][number];

export function RunTable({ runs, hasDag }: { readonly runs: readonly Run[]; readonly hasDag: boolean }) {
  const t = useWords();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table highlightOnHover verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={130}>{t('run.state')}</Table.Th>
            {hasDag && <Table.Th>{t('run.dag')}</Table.Th>}
            <Table.Th>{t('run.id')}</Table.Th>
            <Table.Th w={130}>{t('run.type')}</Table.Th>
            <Table.Th w={270}>{t('run.runAfter')}</Table.Th>
            <Table.Th w={110}>{t('run.duration')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <RunRow key={`${run.dag_id} ${run.dag_run_id}`} run={run} hasDag={hasDag} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RunRow({ run, hasDag }: { readonly run: Run; readonly hasDag: boolean }) {
  const t = useWords();
  const params = { dagId: run.dag_id, runId: run.dag_run_id };
  return (
    <Table.Tr>
      <Table.Td>
        <StateBadge state={run.state} />
      </Table.Td>
      {hasDag && (
        <Table.Td>
          <Anchor size="sm" renderRoot={(props) => <Link to="/dags/$dagId" params={params} {...props} />}>
            {run.dag_display_name}
          </Anchor>
        </Table.Td>
      )}
      <Table.Td>
        <Anchor
          size="sm"
          {...rowLink}
          renderRoot={(props) => <Link to="/dags/$dagId/runs/$runId" params={params} {...props} />}
        >
          {run.dag_run_id}
        </Anchor>
        {run.note && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {run.note}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{t(`runType.${run.run_type}`)}</Table.Td>
      <Table.Td>
        <Instant at={run.run_after} />
      </Table.Td>
      <Table.Td>
        <Span from={run.start_date} to={run.end_date} />
      </Table.Td>
    </Table.Tr>
  );
}
