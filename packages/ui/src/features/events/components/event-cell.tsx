import { Text, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { AuditEvent } from '../api/events.ts';
import { EventChanges } from './event-changes.tsx';

/** What was done; what it changed on demand. */
export function EventCell({ event }: { readonly event: AuditEvent }) {
  const t = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div>
      <UnstyledButton
        fz="sm"
        aria-expanded={isOpen}
        title={t('events.changes')}
        onClick={() => setIsOpen(!isOpen)}
        style={{ display: 'inline-flex', alignItems: 'center', gap: 4, minHeight: 24 }}
      >
        <Chevron size={13} aria-hidden />
        <span style={{ fontWeight: 600 }}>{event.event.replaceAll('_', ' ')}</span>
      </UnstyledButton>
      {event.extra && (
        <Text size="xs" c="dimmed" lineClamp={1} title={event.extra} ml={17}>
          {event.extra}
        </Text>
      )}
      {isOpen && <EventChanges id={event.event_log_id} />}
    </div>
  );
}
