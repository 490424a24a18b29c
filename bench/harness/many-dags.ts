import { chainDag, type DagFile, dagFile } from './dag-files.ts';

const DAGS_PER_FILE = 10;

export interface ManyDags {
  readonly files: readonly DagFile[];
  readonly dagIds: readonly string[];
}

/** DAGs of one task, ten to a file. `options` is the text of an object. */
export function manyDags(count: number, options: string): ManyDags {
  const dagIds = Array.from({ length: count }, (_, index) => `dag_${index}`);
  const files = Array.from({ length: Math.ceil(count / DAGS_PER_FILE) }, (_, index) => {
    const ids = dagIds.slice(index * DAGS_PER_FILE, (index + 1) * DAGS_PER_FILE);
    return dagFile(`many/file_${index}`, ...ids.map((dagId) => chainDag({ dagId, options }, 1)));
  });
  return { files, dagIds };
}
