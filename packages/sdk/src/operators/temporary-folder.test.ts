import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTemporaryFolder, removeAbandonedFolders } from './temporary-folder.ts';

let within: string;

beforeEach(() => {
  within = mkdtempSync(join(tmpdir(), 'tradewind-sweep-'));
});

afterEach(() => rmSync(within, { recursive: true, force: true }));

/** The id of a process that has ended. */
function deadPid(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
}

function put(name: string): string {
  const folder = join(within, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'left-behind'), '');
  return folder;
}

test('the folders of a process that is gone are removed, with what is in them', () => {
  const pid = deadPid();
  const abandoned = [
    put(`tradewind-worker-${hostname()}-${pid}-aB3dE9`),
    put(`tradewind-task-${hostname()}-${pid}-000000`),
  ];
  expect(removeAbandonedFolders(within)).toBe(2);
  expect(abandoned.map((folder) => existsSync(folder))).toEqual([false, false]);
});

test('the folders of a process that lives stay', () => {
  const mine = createTemporaryFolder('task', within);
  expect(basename(mine)).toContain(`-${process.pid}-`);
  expect(removeAbandonedFolders(within)).toBe(0);
  expect(existsSync(mine)).toBe(true);
});

test('what another host or another program made stays', () => {
  const pid = deadPid();
  const others = [
    `tradewind-worker-${hostname()}x-${pid}-aB3dE9`,
    `tradewind-dags-${hostname()}-${pid}-aB3dE9`,
    `tradewind-worker-aB3dE9`,
    `my-tradewind-worker-${hostname()}-${pid}-aB3dE9`,
  ].map(put);
  expect(removeAbandonedFolders(within)).toBe(0);
  expect(others.every((folder) => existsSync(folder))).toBe(true);
});

test('a folder that does not exist has nothing to remove', () => {
  expect(removeAbandonedFolders(join(within, 'nowhere'))).toBe(0);
});
