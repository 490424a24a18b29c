import { Anchor, Checkbox, Table, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { TaskInstance } from '../../../shared/api/rows.ts';
import type { MessageKey } from '../../../shared/i18n/i18n.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { rowLink } from '../../../shared/keyboard/use-row-keys.ts';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { Span } from '../../../shared/time/span.tsx';
import { type InstanceSort, nextSort, type RunSearch } from '../run-search.ts';

interface InstanceTableProps {
  readonly instances: readonly TaskInstance[];
  readonly sort: RunSearch['sort'];
  readonly selected: ReadonlySet<string>;
  readonly onSort: (sort: NonNullable<RunSearch['sort']>) => void;
  readonly onSelect: (keys: readonly string[], isSelected: boolean) => void;
}

const COLUMNS: readonly (readonly [by: InstanceSort, label: MessageKey, width: number | undefined])[] = [
  ['task_id', 'task.name', undefined],
  ['state', 'run.state', 180],
  ['try_number', 'task.tries', 80],
  ['start_date', 'run.started', 270],
  ['duration', 'run.duration', 110],
];

/** What names a task instance in a run. */
function keyOf({ task_id, map_index }: Pick<TaskInstance, 'task_id' | 'map_index'>): string {
  return JSON.stringify([task_id, map_index]);
}

export function InstanceTable({ instances, sort = 'task_id', selected, onSort, onSelect }: InstanceTableProps) {
  const t = useWords();
  const keys = instances.map(keyOf);
  const count = keys.filter((key) => selected.has(key)).length;
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table highlightOnHover verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <Checkbox
                size="xs"
                aria-label={t('list.selectAll')}
                checked={count > 0 && count === keys.length}
                indeterminate={count > 0 && count < keys.length}
                onChange={(event) => onSelect(keys, event.currentTarget.checked)}
              />
            </Table.Th>
            {COLUMNS.map(([by, label, width]) => (
              <Table.Th key={by} w={width} aria-sort={ariaSort(sort, by)}>
                <UnstyledButton fz="sm" fw={700} onClick={() => onSort(nextSort(sort, by))}>
                  {t(label)} {sort === by && <ArrowUp size={12} aria-hidden />}
                  {sort === `-${by}` && <ArrowDown size={12} aria-hidden />}
                </UnstyledButton>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {instances.map((instance, index) => (
            <InstanceRow
              key={keys[index]}
              instance={instance}
              isSelected={selected.has(keys[index]!)}
              onSelect={(isSelected) => onSelect([keys[index]!], isSelected)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ariaSort(sort: string, by: string): 'ascending' | 'descending' | 'none' {
  return sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
}

interface InstanceRowProps {
  readonly instance: TaskInstance;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
}

function InstanceRow({ instance, isSelected, onSelect }: InstanceRowProps) {
  const t = useWords();
  const { task_id: taskId, map_index: index, max_tries: retries, try_number: tries } = instance;
  const name = index === -1 ? instance.task_display_name : `${instance.task_display_name} [${index}]`;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={t('list.select', { name })}
          checked={isSelected}
          onChange={(event) => onSelect(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <Anchor
          size="sm"
          fw={600}
          {...rowLink}
          renderRoot={(props) => <InstanceLink {...props} instance={instance} taskId={taskId} index={index} />}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <StateBadge state={instance.state} />
      </Table.Td>
      <Table.Td>
        {tries} / {Math.max(tries, retries + 1)}
      </Table.Td>
      <Table.Td>{instance.start_date ? <Instant at={instance.start_date} /> : '–'}</Table.Td>
      <Table.Td>
        <Span from={instance.start_date} to={instance.end_date} />
      </Table.Td>
    </Table.Tr>
  );
}

interface InstanceLinkProps {
  readonly instance: TaskInstance;
  readonly taskId: string;
  readonly index: number;
}

function InstanceLink({ instance, taskId, index, ...props }: InstanceLinkProps) {
  const params = { dagId: instance.dag_id, runId: instance.dag_run_id, taskId };
  return index === -1 ? (
    <Link to="/dags/$dagId/runs/$runId/tasks/$taskId" params={params} {...props} />
  ) : (
    <Link
      to="/dags/$dagId/runs/$runId/tasks/$taskId/mapped/$mapIndex"
      params={{ ...params, mapIndex: `${index}` }}
      {...props}
    />
  );
}
