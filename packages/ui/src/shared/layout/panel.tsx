import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './problem.tsx';

interface PanelProps<Data> {
  readonly query: UseQueryResult<Data, Error>;
  /** Of what stands in its place until it is there. @default 160 */
  readonly height?: number;
  readonly children: (data: Data) => ReactNode;
}

/** A part of a page that loads, fails and is tried again alone. What was read before stays in sight. */
export function Panel<Data>({ query: { data, error, refetch }, height = 160, children }: PanelProps<Data>) {
  return (
    <>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null && <Skeleton h={height} /> : children(data)}
    </>
  );
}
