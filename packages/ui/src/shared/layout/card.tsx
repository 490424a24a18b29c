import { Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem.tsx';

interface CardProps<Data> {
  readonly title: string;
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'isPending' | 'refetch'>;
  /** Said when `children` gives nothing. */
  readonly empty?: string;
  readonly aside?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** A part of a page that loads, fails and tries again alone. */
export function Card<Data>({ title, query, empty, aside, children }: CardProps<Data>) {
  const { data, error, isPending, refetch } = query;
  const content = data === undefined ? null : children(data);
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Title order={2} size="h5">
          {title}
        </Title>
        {aside}
      </Group>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton h={96} />}
      {data !== undefined && content === null && (
        <Text c="dimmed" size="sm">
          {empty}
        </Text>
      )}
      {content}
    </Paper>
  );
}
