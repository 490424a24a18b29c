import type { DagId, RunId } from '@tradewind/model';
import type { Connection, ConnectionsPort } from '../ports/connections-port.ts';
import type { Dag, DagsPort, DagWarning, ImportError, PlannedRun } from '../ports/dags-port.ts';
import type { Attempt, LogLine, LogsPort } from '../ports/logs-port.ts';
import type { NewUser, PeoplePort, Permission, Role, User } from '../ports/people-port.ts';
import type { Platform } from '../ports/platform.ts';
import type { Pool, PoolsPort } from '../ports/pools-port.ts';
import type { DagRun, RunSnapshot, RunsPort, TaskInstance } from '../ports/runs-port.ts';
import type { ClearedTask, ClearRequest, Explanation, TasksPort } from '../ports/tasks-port.ts';
import type { Variable, VariablesPort } from '../ports/variables-port.ts';
import { FakeError } from './fake-error.ts';
import { NOW, sampleRun } from './sample-dag.ts';

/** A platform in memory. A test fills its fields, and looks at them again. */
export class FakePlatform implements Platform {
  hidesSecrets = false;
  readonly dagList: Dag[] = [];
  readonly runList: DagRun[] = [];
  /** By key of the run. */
  readonly taskInstances = new Map<string, readonly TaskInstance[]>();
  /** What `watch` gives, by key of the run. */
  readonly snapshots = new Map<string, readonly RunSnapshot[]>();
  readonly planned: PlannedRun[] = [];
  readonly importErrors: ImportError[] = [];
  readonly warnings: DagWarning[] = [];
  readonly triggered: Parameters<DagsPort['trigger']>[0][] = [];
  readonly clearRequests: ClearRequest[] = [];
  clearable: readonly ClearedTask[] = [];
  explanation: Explanation = { state: 'none', verdict: 'Nothing blocks it.', gates: [] };
  attempts: readonly Attempt[] = [];
  logLines: readonly LogLine[] = [];
  readonly logReads: { readonly tryNumber: number; readonly follow: boolean }[] = [];
  readonly poolList: Pool[] = [
    { name: 'default_pool', slots: 128, description: 'Default pool', includeDeferred: false, occupied: 3 },
  ];
  readonly variableList: Variable[] = [];
  readonly connectionList: Connection[] = [];
  readonly userList: User[] = [];
  /** By name, as they were given or made. */
  readonly passwords = new Map<string, string>();
  readonly roleList: Role[] = [
    {
      name: 'Viewer',
      description: 'Looks',
      isBuiltIn: true,
      userCount: 0,
      permissions: [
        { action: 'can_read', resource: 'DAGs' },
        { action: 'can_read', resource: 'Pools' },
      ],
    },
  ];
  isSchedulerRunning = true;
  isClosed = false;

  readonly dags: DagsPort = {
    list: async ({ isActive = true, isPaused, tags, idContains }) =>
      this.dagList
        .filter((dag) => isActive === 'any' || dag.isActive === isActive)
        .filter((dag) => isPaused === undefined || dag.isPaused === isPaused)
        .filter((dag) => tags === undefined || dag.tags.some((tag) => tags.includes(tag)))
        .filter((dag) => idContains === undefined || dag.dagId.includes(idContains))
        .map((dag) => ({ ...dag, lastRunState: null, lastRunAfterAt: null })),
    find: async (dagId) => this.#dag(dagId),
    setPaused: async (dagIds, isPaused) => {
      for (const dagId of dagIds) this.#dag(dagId);
      const changed = dagIds.filter((dagId) => this.#dag(dagId).isPaused !== isPaused);
      for (const dagId of changed) {
        this.dagList[this.dagList.indexOf(this.#dag(dagId))] = { ...this.#dag(dagId), isPaused };
      }
      return changed;
    },
    trigger: async (request) => {
      this.#dag(request.dagId);
      this.triggered.push(request);
      const run = sampleRun(request.dagId, request.runId ?? 'manual__1', {
        conf: request.conf,
        note: request.note,
        ...(request.runAfterAt === undefined ? {} : { runAfterAt: request.runAfterAt }),
      });
      this.runList.push(run);
      return run;
    },
    forecast: async (_, count) => this.planned.slice(0, count),
    delete: async (dagId) => {
      this.dagList.splice(this.dagList.indexOf(this.#dag(dagId)), 1);
      return this.runList.filter((run) => run.dagId === dagId).length;
    },
    listImportErrors: async () => this.importErrors,
    listWarnings: async (dagId) => this.warnings.filter((warning) => dagId === undefined || warning.dagId === dagId),
  };

  readonly runs: RunsPort = {
    list: async ({ dagId, states, limit }) =>
      this.runList
        .filter((run) => dagId === undefined || run.dagId === dagId)
        .filter((run) => states === undefined || states.includes(run.state))
        .slice(0, limit),
    find: async (dagId, runIdOrDate) => {
      const run = this.runList.find(
        (candidate) => candidate.dagId === dagId && candidate.runId === (runIdOrDate as RunId),
      );
      if (run === undefined) throw notFound('DAG_RUN', runIdOrDate);
      return run;
    },
    snapshot: async (dagRunKey) => ({
      run: this.runList.find((run) => run.dagRunKey === dagRunKey)!,
      taskInstances: this.taskInstances.get(dagRunKey) ?? [],
    }),
    dagOf: async (dagRunKey) =>
      this.#dag(this.runList.find((run) => run.dagRunKey === dagRunKey)!.dagId).version!.serialized,
    watch: (dagRunKey) => replay(this.snapshots.get(dagRunKey) ?? []),
    delete: async (dagRunKey) => {
      this.runList.splice(
        this.runList.findIndex((run) => run.dagRunKey === dagRunKey),
        1,
      );
    },
    hasScheduler: async () => this.isSchedulerRunning,
  };

  readonly tasks: TasksPort = {
    clear: async (request) => {
      this.clearRequests.push(request);
      return this.clearable;
    },
    explain: async () => this.explanation,
  };

  readonly logs: LogsPort = {
    listAttempts: async () => this.attempts,
    read: ({ tryNumber }, { follow }) => {
      this.logReads.push({ tryNumber, follow });
      return replay(this.logLines);
    },
  };

  readonly pools: PoolsPort = {
    list: async () => this.poolList,
    find: async (name) =>
      found(
        'POOL',
        name,
        this.poolList.find((pool) => pool.name === name),
      ),
    save: async (pools) => {
      const created = pools.filter(({ name }) =>
        put(this.poolList, (pool) => pool.name === name, { ...pools.find((pool) => pool.name === name)!, occupied: 0 }),
      );
      return created.map(({ name }) => name);
    },
    delete: async (name) => {
      found(
        'POOL',
        name,
        take(this.poolList, (pool) => pool.name === name),
      );
    },
  };

  readonly variables: VariablesPort = {
    list: async () => this.variableList,
    find: async (key) => ({
      ...found(
        'VARIABLE',
        key,
        this.variableList.find((variable) => variable.key === key),
      ),
      source: 'database',
    }),
    save: async (variables) =>
      variables
        .filter((variable) =>
          put(this.variableList, ({ key }) => key === variable.key, { ...variable, isEncrypted: true }),
        )
        .map(({ key }) => key),
    delete: async (key) => {
      found(
        'VARIABLE',
        key,
        take(this.variableList, (variable) => variable.key === key),
      );
    },
  };

  readonly connections: ConnectionsPort = {
    list: async () => this.connectionList,
    find: async (id) => ({
      ...found(
        'CONNECTION',
        id,
        this.connectionList.find(({ connectionId }) => connectionId === id),
      ),
      source: 'database',
    }),
    save: async (connections) =>
      connections
        .filter((connection) =>
          put(this.connectionList, ({ connectionId }) => connectionId === connection.connectionId, connection),
        )
        .map(({ connectionId }) => connectionId),
    delete: async (id) => {
      found(
        'CONNECTION',
        id,
        take(this.connectionList, ({ connectionId }) => connectionId === id),
      );
    },
    parse: async (connectionId, text) => sampleConnection(connectionId, { host: text }),
    toUri: async ({ connType, host, password }) => `${connType}://:${password}@${host}`,
  };

  readonly people: PeoplePort = {
    listUsers: async () => this.userList,
    createUser: async ({ password, ...user }: NewUser) => {
      this.userList.push({ ...user, isActive: true, lastSignInAt: null });
      return this.#keepPassword(user.username, password);
    },
    deleteUser: async (username) => {
      found(
        'USER',
        username,
        take(this.userList, (user) => user.username === username),
      );
    },
    resetPassword: async (username, password) => {
      this.#user(username);
      return this.#keepPassword(username, password);
    },
    addRole: async (username, role) => this.#setRoles(username, (roles) => [...roles, role]),
    removeRole: async (username, role) => this.#setRoles(username, (roles) => roles.filter((one) => one !== role)),
    listRoles: async () => this.roleList,
    createRole: async (role) => void this.roleList.push({ ...role, isBuiltIn: false, userCount: 0 }),
    deleteRole: async (name) => {
      found(
        'ROLE',
        name,
        take(this.roleList, (role) => role.name === name),
      );
    },
    addPermissions: async (name, added) => this.#setPermissions(name, (known) => [...known, ...added]),
    removePermissions: async (name, removed) =>
      this.#setPermissions(name, (known) =>
        known.filter(
          (one) => !removed.some(({ action, resource }) => one.action === action && one.resource === resource),
        ),
      ),
  };

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #user(username: string): User {
    return found(
      'USER',
      username,
      this.userList.find((user) => user.username === username),
    );
  }

  #keepPassword(username: string, password: string | null): string | null {
    this.passwords.set(username, password ?? 'made-for-you');
    return password === null ? 'made-for-you' : null;
  }

  #setRoles(username: string, change: (roles: readonly string[]) => readonly string[]): void {
    const user = this.#user(username);
    this.userList[this.userList.indexOf(user)] = { ...user, roles: change(user.roles) };
  }

  #setPermissions(name: string, change: (known: readonly Permission[]) => readonly Permission[]): void {
    const role = found(
      'ROLE',
      name,
      this.roleList.find((known) => known.name === name),
    );
    this.roleList[this.roleList.indexOf(role)] = { ...role, permissions: change(role.permissions) };
  }

  #dag(dagId: DagId): Dag {
    return found(
      'DAG',
      dagId,
      this.dagList.find((dag) => dag.dagId === dagId),
    );
  }
}

export function sampleConnection(connectionId: string, rest: Partial<Connection> = {}): Connection {
  return {
    connectionId,
    connType: 'postgres',
    description: null,
    host: 'db.example.org',
    port: 5432,
    login: 'etl',
    password: 'hunter2',
    schema: 'dwh',
    extra: '{"token":"hunter3"}',
    ...rest,
  };
}

/** A finished snapshot of a run, after the given states of its tasks. */
export function sampleSnapshot(run: DagRun, taskInstances: readonly TaskInstance[]): RunSnapshot {
  return { run: { ...run, startedAt: run.startedAt ?? NOW }, taskInstances };
}

async function* replay<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items;
}

/** What the real platform throws for a name that nobody has. */
function notFound(kind: string, name: string): FakeError {
  return new FakeError(`${kind}_NOT_FOUND`, `There is no ${kind.toLowerCase().replaceAll('_', ' ')} "${name}".`);
}

function found<Item>(kind: string, name: string, item: Item | undefined): Item {
  if (item === undefined) throw notFound(kind, name);
  return item;
}

function take<Item>(items: Item[], matches: (item: Item) => boolean): Item | undefined {
  const index = items.findIndex(matches);
  return index === -1 ? undefined : items.splice(index, 1)[0];
}

/** Whether it is new. */
function put<Item>(items: Item[], matches: (item: Item) => boolean, item: Item): boolean {
  const isNew = take(items, matches) === undefined;
  items.push(item);
  return isNew;
}
