import type { Column } from '../../output/column.ts';
import type { Pool } from '../../ports/pools-port.ts';

/** What is said about a pool. */
export const POOL_COLUMNS: readonly Column<Pool>[] = [
  { name: 'pool', kind: 'text', value: ({ name }) => name },
  { name: 'slots', kind: 'number', value: ({ slots }) => slots },
  { name: 'occupied', kind: 'number', value: ({ occupied }) => occupied },
  { name: 'include_deferred', kind: 'boolean', value: ({ includeDeferred }) => includeDeferred },
  { name: 'description', kind: 'text', value: ({ description }) => description },
];
