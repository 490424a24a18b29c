/**
 * The rooms of the repository, and the arrows between them, as data.
 *
 * A room is a folder of `packages/` (or `providers/`); an arrow says that one room may import another. An arrow that
 * is not in this table does not exist. To add one, add it here and say in the commit why the two rooms are not one.
 */

/** The rooms, each with the rooms that its sources may import. A room of the table need not exist yet. */
export const rooms = {
  model: [],
  contract: ['model'],
  sdk: ['model'],
  store: ['model'],
  executors: ['model'],
  loader: [],
  scheduler: ['model', 'store', 'executors'],
  'dag-processor': ['model', 'sdk', 'store', 'loader'],
  worker: ['model', 'sdk', 'contract', 'loader'],
  triggerer: ['model', 'sdk', 'contract'],
  'api-server': ['model', 'contract', 'store'],
  ui: ['model', 'contract'],
  // The scheduler's decisions are pure, so that a DAG under test goes the way that it goes in production.
  testing: ['model', 'sdk', 'worker', 'scheduler'],
  server: [
    'model',
    'contract',
    'sdk',
    'store',
    'executors',
    'scheduler',
    'loader',
    'dag-processor',
    'worker',
    'triggerer',
    'api-server',
    'testing',
  ],
  cli: ['model', 'contract', 'server'],
  // The package that people install offers `tradewind/testing` and `tradewind/config` beside the SDK.
  tradewind: ['sdk', 'cli', 'testing', 'server'],
  // Private: what the tests of the other rooms need.
  'test-support': ['model', 'sdk', 'store', 'executors'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Room = keyof typeof rooms;

/** What a package in `providers/` may import: it extends Tradewind from outside. */
export const roomsForProviders: readonly Room[] = ['sdk', 'model', 'executors'];

/** What tests may import beyond the arrows of their room: real neighbours below them instead of mocks. */
export const roomsForTests: readonly Room[] = ['model', 'sdk', 'store', 'executors', 'test-support'];

/** The rooms without any dependency, so that they run everywhere and bring nothing along. */
export const roomsWithoutDependencies: readonly Room[] = ['model', 'sdk'];

/** The rooms whose sources do not even use what Node offers. */
export const roomsWithoutNode: readonly Room[] = ['model'];

/** The rooms that are bundled for browsers rather than compiled one by one. */
export const bundledRooms: readonly Room[] = ['ui'];

/** The packages that speak to PostgreSQL, and the only room that may import them. */
export const databaseDrivers: readonly string[] = ['postgres', 'pg'];

/** The rooms that may contain SQL. */
export const roomsWithSql: readonly Room[] = ['store', 'test-support'];

/** The rooms whose job is to print for a person. */
export const roomsWithConsole: readonly Room[] = ['cli'];

/** Where configuration enters: folders and files, relative to the root, that read `process.env`. */
export const configurationSources: readonly string[] = ['packages/server/src/config/', 'packages/server/src/config.ts'];

/**
 * Sources outside of the configuration that read `process.env`, each with its reason.
 *
 * Only the entry of a child process belongs here: its parent hands it what it needs by its environment.
 */
export const environmentReaders: Readonly<Record<string, string>> = {
  'packages/sdk/src/operators/command-environment.ts':
    'A command inherits the environment of the worker, as from a shell.',
};

/** Names that say nothing about what a file or a folder is for. */
export const namesWithoutIdea: readonly string[] = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'types',
  'interfaces',
  'lib',
];

export function isRoom(name: string): name is Room {
  return Object.hasOwn(rooms, name);
}

/** The name under which a room is imported. */
export function packageNameOf(room: Room): string {
  return room === 'tradewind' ? 'tradewind' : `@tradewind/${room}`;
}
