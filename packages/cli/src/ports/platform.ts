import type { ConnectionsPort } from './connections-port.ts';
import type { DagsPort } from './dags-port.ts';
import type { LogsPort } from './logs-port.ts';
import type { PeoplePort } from './people-port.ts';
import type { PoolsPort } from './pools-port.ts';
import type { RunsPort } from './runs-port.ts';
import type { TasksPort } from './tasks-port.ts';
import type { VariablesPort } from './variables-port.ts';

/**
 * What the commands read and change: the contents of the database, through words of the domain.
 *
 * Everything that is named and does not exist is answered with an error that says so and suggests what was meant.
 */
export interface Platform {
  /** True: secrets come as `***`, since they do not leave the server. */
  readonly hidesSecrets: boolean;
  readonly dags: DagsPort;
  readonly runs: RunsPort;
  readonly tasks: TasksPort;
  readonly logs: LogsPort;
  readonly pools: PoolsPort;
  readonly variables: VariablesPort;
  readonly connections: ConnectionsPort;
  readonly people: PeoplePort;
  close(): Promise<void>;
}
