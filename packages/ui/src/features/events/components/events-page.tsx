import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { useWords, type Words } from '../../../shared/i18n/use-words.ts';
import { Page } from '../../../shared/layout/page.tsx';
import { ListPanel } from '../../../shared/table/list-panel.tsx';
import type { Column } from '../../../shared/table/list-table.tsx';
import { SearchBox } from '../../../shared/table/search-box.tsx';
import { useCount } from '../../../shared/table/use-count.ts';
import { useListSearch } from '../../../shared/table/use-list-search.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { type AuditEvent, eventsQuery, VIAS } from '../api/events.ts';
import { EventCell } from './event-cell.tsx';

/** Who did what, the newest first. */
export function EventsPage() {
  const t = useWords();
  const list = useListSearch();
  const query = useQuery(eventsQuery(list.search));
  const { cursor: _, sort: __, ...filters } = list.search;
  const exported = new URLSearchParams({ format: 'csv', ...exportFilters(filters) });
  return (
    <Page
      title={t('events.title')}
      count={useCount(query.data)}
      actions={
        <Button
          component="a"
          variant="default"
          leftSection={<Download size={14} />}
          href={`/api/v2/eventLogs/export?${exported}`}
          download="events.csv"
        >
          {t('events.export')}
        </Button>
      }
    >
      <Group gap="sm">
        <SearchBox list={list} name="event" label={t('events.what')} width={180} />
        <SearchBox list={list} name="owner" label={t('events.who')} width={150} />
        <SearchBox list={list} name="dag_id" label={t('events.dag')} width={180} />
        <Select
          aria-label={t('events.via')}
          placeholder={t('events.anyVia')}
          clearable
          w={150}
          data={VIAS.map((via) => ({ value: via, label: t(`events.via.${via}`) }))}
          value={list.search['via'] ?? null}
          onChange={(via) => list.filter({ via: via ?? undefined })}
        />
      </Group>
      <ListPanel
        label={t('events.title')}
        query={query}
        columns={columnsOf(t)}
        keyOf={({ event_log_id }) => String(event_log_id)}
        list={list}
        empty={{ icon: ScrollText, title: t('events.empty'), hint: t('events.emptyHint') }}
      />
    </Page>
  );
}

const PATTERNS: Readonly<Record<string, string>> = {
  event: 'event_pattern',
  owner: 'owner_pattern',
  dag_id: 'dag_id_pattern',
};

/** The filters of the list under the names of the export. */
function exportFilters(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[PATTERNS[name] ?? name, value]])),
  );
}

function columnsOf(t: Words): readonly Column<AuditEvent>[] {
  return [
    {
      id: 'when',
      label: t('events.when'),
      sort: 'when',
      width: 280,
      cell: ({ when }) => <Instant at={when} style="time" />,
    },
    { id: 'who', label: t('events.who'), sort: 'owner', width: 130, cell: ({ owner }) => owner ?? '–' },
    { id: 'what', label: t('events.what'), sort: 'event', cell: (event) => <EventCell event={event} /> },
    {
      id: 'about',
      label: t('events.about'),
      sort: 'dag_id',
      width: '20%',
      cell: ({ dag_id, run_id, task_id }) => [dag_id, run_id, task_id].filter(Boolean).join(' › ') || '–',
    },
    { id: 'via', label: t('events.via'), width: 110, cell: ({ via }) => viaWord(via, t) },
  ];
}

function viaWord(via: string, t: Words): string {
  const known = VIAS.find((one) => one === via);
  return known === undefined ? via : t(`events.via.${known}`);
}
