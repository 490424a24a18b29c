import type { RunFacts, Workload } from '@tradewind/model';

/** What an attempt knows before it starts. A workload and the params of its run make one. */
export interface TaskFacts extends Pick<Workload, 'taskId' | 'tryNumber' | 'maxTries' | 'mapIndex'> {
  readonly run: RunFacts;
  /** The params of the run, as `DagDefinition.resolveParams` gives them. */
  readonly params: unknown;
}
