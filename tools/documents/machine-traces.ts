/**
 * Traces of the machine on which a file was written: its paths and the host of its package registry.
 *
 * They are taken from the machine itself, so this file names none.
 */

import { homedir } from 'node:os';
import { posix } from 'node:path';

/** Folders that documents speak about although a clone may lie in them. */
const ordinaryFolders: readonly string[] = [
  '/',
  '/home',
  '/opt',
  '/srv',
  '/tmp',
  '/usr',
  '/usr/local',
  '/var',
  '/var/tmp',
];

/** What a machine with this clone, home and registry would leave behind. */
export interface Machine {
  /** The absolute path of the clone. */
  readonly root: string;
  readonly home: string;
  /** Addresses of package registries. */
  readonly registries: readonly string[];
}

/** The machine that this runs on. */
export function thisMachine(root: string): Machine {
  const configured = process.env['npm_config_registry'];
  const usual = ['registry', 'npmjs', 'org'].join('.');
  return {
    root,
    home: homedir(),
    registries: [`https://${usual}/`, ...(configured === undefined ? [] : [configured])],
  };
}

/** The traces of a machine in a text: one sentence per trace, with its place. */
export function findMachineTraces(path: string, text: string, machine: Machine): string[] {
  const traces = tracesOf(machine);
  return text
    .split('\n')
    .flatMap((line, index) =>
      traces
        .filter((trace) => line.includes(trace))
        .map((trace) => `${path}:${index + 1} contains "${trace}", which exists only where it was written.`),
    );
}

function tracesOf({ root, home, registries }: Machine): string[] {
  const folders = [root, posix.dirname(root), home].filter((folder) => !ordinaryFolders.includes(folder));
  return [
    ...new Set([...folders.map((folder) => `${folder}/`), ...registries.map((address) => new URL(address).host)]),
  ];
}
