/** Names the log of a try. */
export interface LogName {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** -1: not mapped. */
  readonly mapIndex: number;
  readonly tryNumber: number;
}

/** Where the API has it, with what comes after. */
export function logUrl(
  { dagId, runId, taskId, mapIndex, tryNumber }: LogName,
  part: string,
  query: string[][],
): string {
  const [dag, run, task] = [dagId, runId, taskId].map(encodeURIComponent);
  const search = new URLSearchParams([['map_index', `${mapIndex}`], ...query]);
  return `/api/v2/dags/${dag}/dagRuns/${run}/taskInstances/${task}/logs/${tryNumber}${part}?${search}`;
}
