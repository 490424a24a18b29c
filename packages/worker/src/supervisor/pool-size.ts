/** How large the pool of children should be. Pure. */

/** Attempts shorter than this gain nothing from more children than there are cores, if they compute. */
const SHORT_MS = 5;
const COMPUTING_SHARE = 0.5;

export interface PoolDemand {
  /** Attempts that wait for a warm child. */
  readonly waiting: number;
  /** How long the first of them has waited. */
  readonly waitedMs: number;
  /** How long it will take; infinite when nobody knows. */
  readonly expectedMs: number;
  /** How much of their time attempts spend computing. */
  readonly cpuShare: number;
}

export interface PoolFacts {
  /** Warm children that are ready or starting. */
  readonly children: number;
  readonly starting: number;
  readonly minChildren: number;
  /** How many more children of any kind there may be. */
  readonly room: number;
  readonly growAfterMs: number;
  /** Children that may start at once: as many as there are cores. */
  readonly maxStarting: number;
}

/** How many children to start now. */
export function childrenToStart(demand: PoolDemand, facts: PoolFacts): number {
  const wanted = Math.max(missingChildren(demand, facts), childrenForWaiting(demand, facts));
  return Math.max(0, Math.min(wanted, facts.room, facts.maxStarting - facts.starting));
}

function missingChildren({ waiting }: PoolDemand, { children, minChildren }: PoolFacts): number {
  return Math.max(minChildren, waiting > 0 ? 1 : 0) - children;
}

function childrenForWaiting(demand: PoolDemand, facts: PoolFacts): number {
  if (demand.waiting === 0 || demand.waitedMs < facts.growAfterMs) return 0;
  const isComputing = demand.expectedMs < SHORT_MS && demand.cpuShare > COMPUTING_SHARE;
  if (isComputing && facts.children >= facts.maxStarting) return 0;
  return demand.waiting - facts.starting;
}
