import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  readonly hint?: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** Why there is nothing here. */
export function Empty({ title, hint, children }: EmptyProps) {
  return (
    <Stack align="center" py={48} gap="xs">
      <Text fw={600}>{title}</Text>
      {hint && <Text c="dimmed">{hint}</Text>}
      {children}
    </Stack>
  );
}
