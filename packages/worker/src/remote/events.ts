/** What a remote worker tells logs and tests. Nothing depends on anybody listening. */

export type RemoteWorkerEvent =
  /** The scheduler has let it in; `attempts` it still had. */
  | { readonly kind: 'welcomed'; readonly hubId: string; readonly attempts: number }
  /** The scheduler cannot be reached. Told once until it is. */
  | { readonly kind: 'schedulerAway'; readonly message: string }
  /** These belong to somebody else, or to nobody: they are stopped. */
  | { readonly kind: 'attemptsRevoked'; readonly count: number }
  /** No scheduler came back in time: what runs is stopped. */
  | { readonly kind: 'abandoned'; readonly count: number }
  | { readonly kind: 'bundleFetched'; readonly version: string; readonly files: number; readonly ms: number };

export type RemoteWorkerListener = (event: RemoteWorkerEvent) => void;
