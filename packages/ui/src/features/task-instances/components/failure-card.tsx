import { Button, Code, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { Failure } from '../failure.ts';
import classes from './failure-card.module.css';

/** What went wrong in a try, before anybody has to read a log. */
export function FailureCard({ failure: { name, message, frame, stack } }: { readonly failure: Failure }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes['card']} aria-label={t('failure.title')}>
      <Group justify="space-between" align="start" gap="xs">
        <div className={classes['words']}>
          <Text fw={650} c="var(--tw-danger)">
            {name}
          </Text>
          <Text className={classes['message']}>{message}</Text>
          {frame && (
            <Text size="xs" c="dimmed" ff="monospace">
              {t('failure.at')} {frame.file}:{frame.line}
              {frame.function === null ? '' : ` (${frame.function})`}
            </Text>
          )}
        </div>
        <Button variant="subtle" size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'failure.hideStack' : 'failure.showStack')}
        </Button>
      </Group>
      {isOpen && (
        <Code block mt="xs" style={{ maxHeight: 260, overflow: 'auto' }}>
          {stack}
        </Code>
      )}
    </section>
  );
}
