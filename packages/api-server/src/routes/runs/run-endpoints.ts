import type { Endpoint } from '../../http/handle.ts';
import type { ServedParts } from '../../ports.ts';
import { VersionShelf } from '../../present/version-shelf.ts';
import { clearRunEndpoints } from './clear-runs.ts';
import { dagRunChangeEndpoints } from './dag-run-changes.ts';
import { dagRunListEndpoints } from './dag-run-lists.ts';
import type { RunParts } from './run-parts.ts';
import { taskExtraEndpoints } from './task-extras.ts';
import { taskInstanceChangeEndpoints } from './task-instance-changes.ts';
import { taskInstanceListEndpoints } from './task-instance-lists.ts';
import { taskInstanceReadEndpoints } from './task-instance-reads.ts';
import { triggerRunEndpoints } from './trigger-run.ts';
import { waitRunEndpoints } from './wait-run.ts';
import { xcomEndpoints } from './xcoms.ts';

/** Runs, their task instances, and what these have left. */
export function runEndpoints(served: Omit<ServedParts, 'authenticator' | 'version'>): readonly Endpoint[] {
  const parts: RunParts = { ...served, versions: new VersionShelf() };
  return [
    ...dagRunListEndpoints(parts),
    ...triggerRunEndpoints(parts),
    ...dagRunChangeEndpoints(parts),
    ...clearRunEndpoints(parts),
    ...waitRunEndpoints(parts),
    ...taskInstanceListEndpoints(parts),
    ...taskInstanceReadEndpoints(parts),
    ...taskInstanceChangeEndpoints(parts),
    ...taskExtraEndpoints(parts),
    ...xcomEndpoints(parts),
  ];
}
