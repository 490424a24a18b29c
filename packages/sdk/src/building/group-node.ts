import type { DagBuilder } from './dag-builder.ts';

/** A group as the builder of a DAG keeps it. */
export interface GroupNode {
  readonly kind: 'group';
  readonly builder: DagBuilder;
  readonly id: string;
  readonly parent: GroupNode | null;
  /** Whether the ids of its members begin with its own. */
  readonly prefixesIds: boolean;
  readonly displayName: string | null;
  readonly tooltip: string | null;
}
