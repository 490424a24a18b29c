import { Group, Paper, Text } from '@mantine/core';
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import { Instant } from '../time/instant.tsx';
import type { HealthPart } from './health-parts.ts';

const LOOKS = {
  healthy: { icon: CircleCheck, colour: 'var(--tw-ok)', word: 'health.healthy' },
  unhealthy: { icon: CircleAlert, colour: 'var(--tw-danger)', word: 'health.unhealthy' },
  none: { icon: CircleDashed, colour: 'var(--tw-muted)', word: 'health.none' },
} as const;

/** One part of the installation: whether it is alive, and its last sign of life. */
export function HealthCard({ part: { name, status, beat } }: { readonly part: HealthPart }) {
  const t = useWords();
  const { icon: Icon, colour, word } = LOOKS[status ?? 'none'];
  return (
    <Paper withBorder px="md" py="xs">
      <Group gap="xs" wrap="nowrap" c={colour}>
        <Icon size={16} aria-hidden />
        <Text size="sm" fw={600} c="var(--tw-text)">
          {t(name)}
        </Text>
        <Text size="sm" ml="auto">
          {t(word)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {beat === null ? '\u00a0' : <Instant at={beat} style="minute" />}
      </Text>
    </Paper>
  );
}
