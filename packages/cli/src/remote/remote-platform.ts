import type { Clock } from '../ports/clock.ts';
import type { Platform } from '../ports/platform.ts';
import { remoteConnections } from './remote-connections.ts';
import { remoteDags } from './remote-dags.ts';
import { remoteLogs } from './remote-logs.ts';
import { remotePeople } from './remote-people.ts';
import { remotePools } from './remote-pools.ts';
import { remoteRuns } from './remote-runs.ts';
import { remoteTasks } from './remote-tasks.ts';
import { remoteVariables } from './remote-variables.ts';
import type { Server } from './server.ts';

/** What the commands read and change, at a server, by its API. */
export function remotePlatform({
  server,
  clock,
}: {
  readonly server: Server;
  readonly clock: Pick<Clock, 'now'>;
}): Platform {
  const runs = remoteRuns(server);
  return {
    hidesSecrets: true,
    dags: remoteDags({ server, clock }),
    runs,
    tasks: remoteTasks({ server, runs }),
    logs: remoteLogs(server),
    pools: remotePools(server),
    variables: remoteVariables(server),
    connections: remoteConnections(server),
    people: remotePeople(server),
    close: async () => undefined,
  };
}
