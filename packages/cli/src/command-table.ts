/**
 * Every command of `tradewind`, with where it is.
 *
 * A command is loaded when it runs, or when its own help is asked for, so that the program starts at once.
 */
import type { Command } from './define-command.ts';

export interface CommandEntry {
  /** As it is typed after `tradewind`: `dags list`. */
  readonly path: string;
  /** What it does, without a period. */
  readonly summary: string;
  load(): Promise<Command>;
}

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
}

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { name: 'dags', summary: 'List, show, trigger, test, pause and delete DAGs' },
  { name: 'tasks', summary: 'List, test, render, clear and explain tasks' },
  { name: 'runs', summary: 'List, show and delete runs' },
  { name: 'pools', summary: 'Manage pools' },
  { name: 'variables', summary: 'Manage variables' },
  { name: 'connections', summary: 'Manage connections' },
  { name: 'secrets', summary: 'Look after the key of variables and connections' },
  { name: 'users', summary: 'Manage who can sign in' },
  { name: 'roles', summary: 'Manage what users may do' },
  { name: 'auth', summary: 'Sign in to an API server, for commands with --url' },
  { name: 'db', summary: 'Look after the database' },
  { name: 'config', summary: 'Show the configuration' },
  { name: 'dev', summary: 'Help with developing Tradewind itself' },
];

const PROGRAM_COMMANDS: readonly CommandEntry[] = [
  entry(
    'standalone',
    'Run everything on this machine',
    async () => (await import('./commands/run-daemons.ts')).runStandalone,
  ),
  entry(
    'api-server',
    'Answer the API and serve the UI',
    async () => (await import('./commands/run-daemons.ts')).runApiServer,
  ),
  entry(
    'scheduler',
    'Run a scheduler with its workers',
    async () => (await import('./commands/run-daemons.ts')).runScheduler,
  ),
  entry(
    'worker',
    'Run tasks on any machine, without a database',
    async () => (await import('./commands/run-worker.ts')).runWorker,
  ),
  entry(
    'dag-processor',
    'Read the DAG folder and keep the database up to date',
    async () => (await import('./commands/run-daemons.ts')).runDagProcessor,
  ),
  entry(
    'init',
    'Make a project with a first DAG',
    async () => (await import('./commands/init-project.ts')).initProject,
  ),
  entry(
    'rotate-fernet-key',
    'Encrypt variables and connections with the newest key',
    async () => (await import('./commands/secrets/rotate-secrets.ts')).rotateSecrets,
  ),
  entry('logs', 'Show the log of a task', async () => (await import('./commands/show-logs.ts')).showLogs),
  entry(
    'info',
    'Show versions, folders and the database in use',
    async () => (await import('./commands/show-info.ts')).showInfo,
  ),
  entry(
    'version',
    'Show the version of Tradewind',
    async () => (await import('./commands/show-version.ts')).showVersion,
  ),
];

const DAG_COMMANDS: readonly CommandEntry[] = [
  entry('dags list', 'List the DAGs', async () => (await import('./commands/dags/list-dags.ts')).listDags),
  entry('dags show', 'Draw the graph of a DAG', async () => (await import('./commands/dags/show-dag.ts')).showDag),
  entry(
    'dags details',
    'Show what is known of a DAG',
    async () => (await import('./commands/dags/show-dag-details.ts')).showDagDetails,
  ),
  entry(
    'dags trigger',
    'Start a run of a DAG',
    async () => (await import('./commands/dags/trigger-dag.ts')).triggerDag,
  ),
  entry(
    'dags test',
    'Run a DAG from its file without recording it',
    async () => (await import('./commands/dags/test-dag.ts')).testDag,
  ),
  entry(
    'dags pause',
    'Stop creating and starting runs of DAGs',
    async () => (await import('./commands/dags/pause-dags.ts')).pauseDags,
  ),
  entry('dags unpause', 'Let DAGs run again', async () => (await import('./commands/dags/pause-dags.ts')).unpauseDags),
  entry(
    'dags next-execution',
    'Show the next runs of the schedule',
    async () => (await import('./commands/dags/show-next-execution.ts')).showNextExecution,
  ),
  entry(
    'dags list-runs',
    'List the runs of a DAG',
    async () => (await import('./commands/dags/list-dag-runs.ts')).listDagRuns,
  ),
  entry(
    'dags state',
    'Show the state of a run',
    async () => (await import('./commands/dags/show-dag-state.ts')).showDagState,
  ),
  entry(
    'dags list-import-errors',
    'List the DAG files that cannot be loaded',
    async () => (await import('./commands/dags/list-import-errors.ts')).listImportErrors,
  ),
  entry(
    'dags delete',
    'Delete a DAG with its history',
    async () => (await import('./commands/dags/delete-dag.ts')).deleteDag,
  ),
];

const TASK_COMMANDS: readonly CommandEntry[] = [
  entry(
    'tasks list',
    'List the tasks of a DAG',
    async () => (await import('./commands/tasks/list-tasks.ts')).listTasks,
  ),
  entry(
    'tasks states-for-dag-run',
    'List the tasks of a run with their states',
    async () => (await import('./commands/tasks/list-task-states.ts')).listTaskStates,
  ),
  entry(
    'tasks state',
    'Show the state of a task in a run',
    async () => (await import('./commands/tasks/show-task-state.ts')).showTaskState,
  ),
  entry(
    'tasks explain',
    'Explain why a task is not running',
    async () => (await import('./commands/tasks/explain-task.ts')).explainTask,
  ),
  entry(
    'tasks test',
    'Run one task from its file without recording it',
    async () => (await import('./commands/tasks/test-task.ts')).testTask,
  ),
  entry(
    'tasks render',
    'Show the templated fields of a task, rendered',
    async () => (await import('./commands/tasks/render-task.ts')).renderTask,
  ),
  entry('tasks clear', 'Let tasks run again', async () => (await import('./commands/tasks/clear-tasks.ts')).clearTasks),
];

const RUN_COMMANDS: readonly CommandEntry[] = [
  entry('runs list', 'List runs', async () => (await import('./commands/dags/list-dag-runs.ts')).listRuns),
  entry('runs show', 'Show a run with its tasks', async () => (await import('./commands/runs/show-run.ts')).showRun),
  entry('runs delete', 'Delete a run', async () => (await import('./commands/runs/delete-run.ts')).deleteRun),
];

const POOL_COMMANDS: readonly CommandEntry[] = [
  entry('pools list', 'List the pools', async () => (await import('./commands/pools/list-pools.ts')).listPools),
  entry('pools get', 'Show a pool', async () => (await import('./commands/pools/list-pools.ts')).getPool),
  entry('pools set', 'Create or change a pool', async () => (await import('./commands/pools/set-pool.ts')).setPool),
  entry('pools delete', 'Delete a pool', async () => (await import('./commands/pools/delete-pool.ts')).deletePool),
  entry(
    'pools import',
    'Read pools from a file',
    async () => (await import('./commands/pools/transfer-pools.ts')).importPools,
  ),
  entry(
    'pools export',
    'Write the pools to a file',
    async () => (await import('./commands/pools/transfer-pools.ts')).exportPools,
  ),
];

const VARIABLE_COMMANDS: readonly CommandEntry[] = [
  entry(
    'variables list',
    'List the variables',
    async () => (await import('./commands/variables/list-variables.ts')).listVariables,
  ),
  entry(
    'variables get',
    'Show the value of a variable',
    async () => (await import('./commands/variables/get-variable.ts')).getVariable,
  ),
  entry(
    'variables set',
    'Create or change a variable',
    async () => (await import('./commands/variables/set-variable.ts')).setVariable,
  ),
  entry(
    'variables delete',
    'Delete a variable',
    async () => (await import('./commands/variables/delete-variable.ts')).deleteVariable,
  ),
  entry(
    'variables import',
    'Read variables from a file',
    async () => (await import('./commands/variables/transfer-variables.ts')).importVariables,
  ),
  entry(
    'variables export',
    'Write the variables to a file',
    async () => (await import('./commands/variables/transfer-variables.ts')).exportVariables,
  ),
];

const CONNECTION_COMMANDS: readonly CommandEntry[] = [
  entry(
    'connections list',
    'List the connections',
    async () => (await import('./commands/connections/list-connections.ts')).listConnections,
  ),
  entry(
    'connections get',
    'Show a connection',
    async () => (await import('./commands/connections/list-connections.ts')).getConnection,
  ),
  entry(
    'connections add',
    'Create or replace a connection',
    async () => (await import('./commands/connections/add-connection.ts')).addConnection,
  ),
  entry(
    'connections delete',
    'Delete a connection',
    async () => (await import('./commands/connections/delete-connection.ts')).deleteConnection,
  ),
  entry(
    'connections import',
    'Read connections from a file',
    async () => (await import('./commands/connections/transfer-connections.ts')).importConnections,
  ),
  entry(
    'connections export',
    'Write the connections to a file',
    async () => (await import('./commands/connections/transfer-connections.ts')).exportConnections,
  ),
];

const SECRET_COMMANDS: readonly CommandEntry[] = [
  entry(
    'secrets rotate',
    'Encrypt everything with the newest key; the same as rotate-fernet-key',
    async () => (await import('./commands/secrets/rotate-secrets.ts')).rotateSecrets,
  ),
];

const USER_COMMANDS: readonly CommandEntry[] = [
  entry('users list', 'List the users', async () => (await import('./commands/users/list-users.ts')).listUsers),
  entry('users create', 'Create a user', async () => (await import('./commands/users/create-user.ts')).createUser),
  entry('users delete', 'Delete a user', async () => (await import('./commands/users/change-user.ts')).deleteUser),
  entry(
    'users reset-password',
    'Give a user another password',
    async () => (await import('./commands/users/change-user.ts')).resetUserPassword,
  ),
  entry(
    'users add-role',
    'Give a user a role',
    async () => (await import('./commands/users/change-user.ts')).addUserRole,
  ),
  entry(
    'users remove-role',
    'Take a role from a user',
    async () => (await import('./commands/users/change-user.ts')).removeUserRole,
  ),
];

const ROLE_COMMANDS: readonly CommandEntry[] = [
  entry('roles list', 'List the roles', async () => (await import('./commands/roles/list-roles.ts')).listRoles),
  entry('roles create', 'Create a role', async () => (await import('./commands/roles/change-role.ts')).createRole),
  entry('roles delete', 'Delete a role', async () => (await import('./commands/roles/change-role.ts')).deleteRole),
  entry(
    'roles add-perms',
    'Give a role permissions',
    async () => (await import('./commands/roles/change-role.ts')).addRolePermissions,
  ),
  entry(
    'roles del-perms',
    'Take permissions from a role',
    async () => (await import('./commands/roles/change-role.ts')).removeRolePermissions,
  ),
];

const AUTH_COMMANDS: readonly CommandEntry[] = [
  entry('auth login', 'Sign in to an API server', async () => (await import('./commands/auth/log-in.ts')).logIn),
  entry(
    'auth logout',
    'Forget the token of an API server',
    async () => (await import('./commands/auth/log-out.ts')).logOut,
  ),
  entry(
    'auth status',
    'Show who you are for an API server',
    async () => (await import('./commands/auth/show-status.ts')).showAuthStatus,
  ),
];

const DATABASE_COMMANDS: readonly CommandEntry[] = [
  entry(
    'db migrate',
    'Bring the schema to this version',
    async () => (await import('./commands/db/migrate-database.ts')).migrateDatabase,
  ),
  entry(
    'db check',
    'Check that the database can be used',
    async () => (await import('./commands/db/check-database.ts')).checkDatabase,
  ),
  entry('db clean', 'Delete old runs', async () => (await import('./commands/db/clean-database.ts')).cleanDatabase),
  entry('db reset', 'Delete everything', async () => (await import('./commands/db/reset-database.ts')).resetDatabase),
];

const DEV_COMMANDS: readonly CommandEntry[] = [
  entry(
    'dev seed',
    'Fill an empty database with a made-up deployment',
    async () => (await import('./commands/dev/seed-deployment.ts')).seedDeployment,
  ),
];

const CONFIG_COMMANDS: readonly CommandEntry[] = [
  entry(
    'config list',
    'List the options with their values',
    async () => (await import('./commands/config/show-config.ts')).listConfig,
  ),
  entry(
    'config get-value',
    'Show the value of an option',
    async () => (await import('./commands/config/show-config.ts')).getConfigValue,
  ),
];

export const COMMANDS: readonly CommandEntry[] = [
  ...PROGRAM_COMMANDS,
  ...DAG_COMMANDS,
  ...TASK_COMMANDS,
  ...RUN_COMMANDS,
  ...POOL_COMMANDS,
  ...VARIABLE_COMMANDS,
  ...CONNECTION_COMMANDS,
  ...USER_COMMANDS,
  ...ROLE_COMMANDS,
  ...SECRET_COMMANDS,
  ...AUTH_COMMANDS,
  ...DATABASE_COMMANDS,
  ...CONFIG_COMMANDS,
  ...DEV_COMMANDS,
];

function entry(path: string, summary: string, load: () => Promise<Command>): CommandEntry {
  return { path, summary, load };
}
