export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `tick` again and again until the returned function is called. */
  every(periodMs: number, tick: () => void): () => void;
}
