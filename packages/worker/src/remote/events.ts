/** What a remote worker tells logs and tests. Nothing depends on anybody listening. */

export type RemoteWorkerEvent =
  /** The server has let it in; `attempts` it still had. */
  | { readonly kind: 'joined'; readonly attempts: number }
  /** The server cannot be reached. Told once until it can. */
  | { readonly kind: 'serverAway'; readonly message: string }
  | { readonly kind: 'serverBack'; readonly afterMs: number }
  /** These belong to somebody else, or to nobody: they are stopped. */
  | { readonly kind: 'attemptsRevoked'; readonly count: number }
  /** It was given up, and begins another life. */
  | { readonly kind: 'givenUp'; readonly count: number }
  /** No server came back in time: what runs is stopped. */
  | { readonly kind: 'abandoned'; readonly count: number }
  | { readonly kind: 'reportsUnreadable'; readonly message: string }
  | { readonly kind: 'logLinesLost'; readonly count: number }
  | { readonly kind: 'bundleFetched'; readonly version: string; readonly files: number; readonly ms: number }
  | { readonly kind: 'bundlesRemoved'; readonly versions: readonly string[] };

export type RemoteWorkerListener = (event: RemoteWorkerEvent) => void;
