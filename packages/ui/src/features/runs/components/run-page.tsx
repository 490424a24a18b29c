import { Button, MultiSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { topicOf } from '../../../shared/api/live.ts';
import { useLive } from '../../../shared/api/use-live.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useRowKeys } from '../../../shared/keyboard/use-row-keys.ts';
import { CursorPages } from '../../../shared/layout/cursor-pages.tsx';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Panel } from '../../../shared/layout/panel.tsx';
import { STATE_LOOKS } from '../../../shared/states/task-states.ts';
import { instancesQuery, runQuery } from '../api/run.ts';
import type { RunSearch } from '../run-search.ts';
import { InstanceTable } from './instance-table.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunHeader } from './run-header.tsx';

const route = getRouteApi('/shell/dags/$dagId/runs/$runId');
const NONE: ReadonlySet<string> = new Set();

export function RunPage() {
  const name = route.useParams();
  const run = useQuery(runQuery(name));
  const [selected, setSelected] = useState(NONE);
  useLive(topicOf('run', name.dagId, name.runId), [['run', name.dagId, name.runId]]);
  const tasks = [...selected].map((key) => JSON.parse(key) as readonly [string, number]);
  return (
    <Stack gap="md">
      <Panel query={run} height={180}>
        {(found) => (
          <>
            <RunHeader run={found} selected={tasks} onDone={() => setSelected(NONE)} />
            <RunFacts run={found} />
          </>
        )}
      </Panel>
      <Instances key={`${name.dagId} ${name.runId}`} selected={selected} onSelect={setSelected} />
    </Stack>
  );
}

interface InstancesProps {
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

function Instances({ selected, onSelect }: InstancesProps) {
  const t = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useRowKeys<HTMLDivElement>();
  const query = useQuery(instancesQuery(route.useParams(), search));
  const show = (next: RunSearch) => void navigate({ search: next, replace: true });
  const select = (keys: readonly string[], isSelected: boolean) => {
    const next = new Set(selected);
    for (const key of keys) {
      if (isSelected) next.add(key);
      else next.delete(key);
    }
    onSelect(next);
  };
  return (
    <Stack gap="xs" ref={list}>
      <MultiSelect
        aria-label={t('run.taskStates')}
        placeholder={search.state ? '' : t('run.taskStates')}
        clearable
        maw={420}
        value={[...(search.state ?? [])]}
        data={Object.entries(STATE_LOOKS).map(([value, { label }]) => ({ value, label: t(label) }))}
        onChange={(state) => show(state.length === 0 ? sortOf(search) : { ...sortOf(search), state: state as never })}
      />
      <Panel query={query} height={240}>
        {(page) =>
          page.task_instances.length === 0 ? (
            <Empty title={t(search.state ? 'run.noTasksFiltered' : 'run.noTasks')}>
              {search.state && (
                <Button variant="default" onClick={() => show(sortOf(search))}>
                  {t('list.clearFilters')}
                </Button>
              )}
            </Empty>
          ) : (
            <>
              <InstanceTable
                instances={page.task_instances}
                sort={search.sort}
                selected={selected}
                onSort={(sort) => show({ ...(search.state ? { state: search.state } : {}), sort })}
                onSelect={select}
              />
              <CursorPages page={page} onCursor={(cursor) => show({ ...search, cursor })} />
            </>
          )
        }
      </Panel>
    </Stack>
  );
}

function sortOf({ sort }: RunSearch): RunSearch {
  return sort === undefined ? {} : { sort };
}
