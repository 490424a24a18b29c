/** How large the pool of children should be. Pure. */

/** Attempts shorter than this gain nothing from more children than there are cores, if they compute. */
const SHORT_MS = 5;
const WAITING_SHARE = 0.5;
/** While children start and load code, attempts wait so much longer: another child would have to do the same first. */
const PATIENCE_WHILE_WARMING_UP = 10;

export interface PoolDemand {
  /** Attempts that wait for a warm child. */
  readonly waiting: number;
  /** How long the first of them has waited. */
  readonly waitedMs: number;
  /** How long it will take; infinite when nobody knows. */
  readonly expectedMs: number;
  /** Which part of the attempts waits for something besides the processor. */
  readonly waitingShare: number;
}

export interface PoolFacts {
  /** Warm children that are ready or starting. */
  readonly children: number;
  readonly starting: number;
  /** Whether one of them loads a DAG file, or none is ready yet. */
  readonly isWarmingUp: boolean;
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
  if (demand.waiting === 0 || demand.waitedMs < patienceMs(facts)) return 0;
  const isComputing = demand.expectedMs < SHORT_MS && demand.waitingShare < WAITING_SHARE;
  if (isComputing && facts.children >= facts.maxStarting) return 0;
  return demand.waiting - facts.starting;
}

/** How long an attempt waits before the pool grows for it. */
export function patienceMs({ growAfterMs, isWarmingUp }: Pick<PoolFacts, 'growAfterMs' | 'isWarmingUp'>): number {
  return isWarmingUp ? growAfterMs * PATIENCE_WHILE_WARMING_UP : growAfterMs;
}
