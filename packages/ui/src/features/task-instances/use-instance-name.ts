import { useParams } from '@tanstack/react-router';

export interface InstanceName {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** -1: not mapped. */
  readonly mapIndex: number;
}

/** The task instance that the path names. */
export function useInstanceName(): InstanceName {
  const { dagId = '', runId = '', taskId = '', mapIndex } = useParams({ strict: false });
  return { dagId, runId, taskId, mapIndex: mapIndex === undefined ? -1 : Number(mapIndex) };
}

export function pathOfInstance({ dagId, runId, taskId, mapIndex }: InstanceName): string {
  const [dag, run, task] = [dagId, runId, taskId].map(encodeURIComponent);
  const path = `/dags/${dag}/runs/${run}/tasks/${task}`;
  return mapIndex === -1 ? path : `${path}/mapped/${mapIndex}`;
}
