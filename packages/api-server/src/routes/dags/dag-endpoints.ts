/** The endpoints of DAGs: lists, one of them, versions, files, tasks. */
import type { Endpoint } from '../../http/handle.ts';
import { type DagListParts, dagListEndpoints } from './dag-lists.ts';
import { importErrorEndpoints, parseEndpoints, warningEndpoints } from './files.ts';
import { oneDagEndpoints } from './one-dag.ts';
import { structureEndpoints, taskEndpoints } from './tasks.ts';
import { sourceEndpoints, versionListEndpoints } from './versions.ts';

export function dagEndpoints(parts: DagListParts): readonly Endpoint[] {
  return [
    ...dagListEndpoints(parts),
    ...oneDagEndpoints(parts),
    ...versionListEndpoints(parts),
    ...sourceEndpoints(parts),
    ...importErrorEndpoints(parts),
    ...parseEndpoints(),
    ...warningEndpoints(parts),
    ...taskEndpoints(parts),
    ...structureEndpoints(parts),
  ];
}
