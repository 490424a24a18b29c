/** What the bench and the process of the product say to each other. Instants are milliseconds since the epoch. */

/** Given to the product as its first argument, in JSON. */
export interface ProductSettings {
  readonly home: string;
  /** `TRADEWIND__…` variables. */
  readonly environment: Readonly<Record<string, string>>;
}

export type ProductRequest =
  /** Triggers runs of a DAG one after the other, each when the one before has ended. */
  | { readonly kind: 'triggerInTurn'; readonly dagId: string; readonly runs: number }
  /** Triggers one run of each of these at once, and waits for all of them. */
  | { readonly kind: 'triggerTogether'; readonly dagIds: readonly string[] }
  /** Triggers a run and does not wait for its end. */
  | { readonly kind: 'trigger'; readonly dagId: string }
  /** Waits until the scheduler has claimed these DAGs. */
  | { readonly kind: 'awaitDags'; readonly dagIds: readonly string[] }
  /** Waits until so many runs have ended since the start. */
  | { readonly kind: 'awaitEnds'; readonly total: number }
  /** How many runs have ended since the start. */
  | { readonly kind: 'countEnds' }
  /** The turns since the last such question. */
  | { readonly kind: 'takeTurns' }
  | { readonly kind: 'startProfile' }
  /** Writes the CPU profile since `startProfile` to this path. */
  | { readonly kind: 'saveProfile'; readonly path: string }
  | { readonly kind: 'stop' };

export interface RunTiming {
  readonly dagRunKey: string;
  readonly triggeredAt: number;
  /** From the call of `triggerRun` until the end of the run was durable. */
  readonly totalMs: number;
}

export interface TurnCounts {
  readonly commits: number;
  readonly taskInstances: number;
  readonly commitMs: readonly number[];
}

export interface ProductAnswers {
  readonly triggerInTurn: readonly RunTiming[];
  readonly triggerTogether: readonly RunTiming[];
  readonly trigger: string;
  readonly awaitDags: null;
  readonly awaitEnds: null;
  readonly countEnds: number;
  readonly takeTurns: TurnCounts;
  readonly startProfile: null;
  readonly saveProfile: null;
  readonly stop: null;
}

export type MessageToProduct = ProductRequest & { readonly id: number };

export type MessageFromProduct =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string }
  /** DAGs were stored by the processor: the transaction is committed at `at`. */
  | { readonly kind: 'stored'; readonly dagIds: readonly string[]; readonly at: number }
  /** Something happened that no scenario expects. */
  | { readonly kind: 'trouble'; readonly what: string };
