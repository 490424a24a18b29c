import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Beside the title: how many there are. */
  readonly count?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with a title. What is in it shares the height, so that a long list scrolls under its own head. */
export function Page({ title, count, actions, children }: PageProps) {
  return (
    <div className={classes['page']}>
      <Group justify="space-between" mih={32} gap="xs">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {title}
          </Title>
          <Text c="dimmed" size="sm">
            {count}
          </Text>
        </Group>
        {actions}
      </Group>
      {children}
    </div>
  );
}
