export interface Pool {
  readonly name: string;
  /** -1: without limit. */
  readonly slots: number;
  readonly description: string;
  readonly includeDeferred: boolean;
  /** Slots that queued and running task instances hold. */
  readonly occupied: number;
}

export interface PoolsPort {
  list(): Promise<readonly Pool[]>;
  find(name: string): Promise<Pool>;
  /** Creates or changes pools, all or none. Returns the names of the new ones. */
  save(pools: readonly Omit<Pool, 'occupied'>[]): Promise<readonly string[]>;
  delete(name: string): Promise<void>;
}
