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
  { name: 'db', summary: 'Look after the database' },
  { name: 'config', summary: 'Show the configuration' },
];

export const COMMANDS: readonly CommandEntry[] = [
  {
    path: 'dags list',
    summary: 'List the DAGs',
    load: async () => (await import('./commands/dags/list-dags.ts')).listDags,
  },
  {
    path: 'dags trigger',
    summary: 'Start a run of a DAG',
    load: async () => (await import('./commands/dags/trigger-dag.ts')).triggerDag,
  },
  {
    path: 'dags pause',
    summary: 'Stop creating and starting runs of DAGs',
    load: async () => (await import('./commands/dags/pause-dags.ts')).pauseDags,
  },
  {
    path: 'dags unpause',
    summary: 'Let DAGs run again',
    load: async () => (await import('./commands/dags/pause-dags.ts')).unpauseDags,
  },
];
