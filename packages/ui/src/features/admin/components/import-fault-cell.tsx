import { Badge, Button, Group, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Instant } from '../../../shared/time/instant.tsx';
import { type ImportFault, useReparse } from '../api/installation.ts';
import classes from './import-fault-cell.module.css';

/** One file: what is wrong with it, the lines around the place, and the rest on demand. */
export function ImportFaultCell({ fault }: { readonly fault: ImportFault }) {
  const t = useWords();
  const reparse = useReparse();
  const place = fault.line === null ? fault.filename : `${fault.filename}:${fault.line}:${fault.column ?? 1}`;
  return (
    <div className={classes['fault']}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text ff="monospace" fw={600} size="sm">
            {place}
          </Text>
          {fault.code !== null && (
            <Badge variant="light" color="red" radius="sm" tt="none">
              {fault.code}
            </Badge>
          )}
        </Group>
        <Group gap="sm">
          <Text size="xs" c="dimmed">
            <Instant at={fault.timestamp} />
          </Text>
          {fault.can?.['reparse'] !== false && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<RefreshCw size={13} />}
              loading={reparse.isPending}
              onClick={() => reparse.mutate(fault)}
            >
              {t('faults.reparse')}
            </Button>
          )}
        </Group>
      </Group>
      <Text size="sm">{fault.message ?? fault.stack_trace.split('\n', 1)[0]}</Text>
      {fault.code_frame !== null && <pre className={classes['frame']}>{marked(fault.code_frame)}</pre>}
      {fault.dag_ids.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('faults.dags', { dags: fault.dag_ids.join(', ') })}
        </Text>
      )}
      <details>
        <summary>{t('faults.stack')}</summary>
        <pre className={classes['frame']}>{fault.stack_trace}</pre>
        {fault.output && (
          <>
            <Text size="xs" mt="xs">
              {t('faults.output')}
            </Text>
            <pre className={classes['frame']}>{fault.output}</pre>
          </>
        )}
      </details>
    </div>
  );
}

/** The frame without its heading; the line that is meant stands out. */
function marked(frame: string) {
  const lines = frame.split('\n').filter((line, index) => index > 0 || /^[> ]/.test(line));
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never change places
    <span key={index} data-here={line.startsWith('>') || undefined}>
      {line}
      {'\n'}
    </span>
  ));
}
