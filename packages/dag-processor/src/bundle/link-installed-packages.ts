/**
 * Gives a snapshot the packages that its DAG folder sees, under the name where Node looks for them.
 *
 * `node_modules` of the snapshot is a link to the nearest one at or above the folder. When `tradewind` is not among what
 * the folder can import, it is a folder instead, with a link for each of those packages and one for `tradewind`, so that
 * a DAG file runs without any installation.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export async function linkInstalledPackages(
  snapshot: string,
  folder: string,
  tradewindPackage: string | null,
): Promise<void> {
  const place = join(snapshot, 'node_modules');
  const nearest = nearestInstalled(folder);
  if (tradewindPackage === null || canImportTradewind(folder)) {
    if (nearest !== null) await pointTo(place, nearest);
    return;
  }
  const links = new Map(nearest === null ? [] : await listPackages(nearest));
  links.set('tradewind', tradewindPackage);
  await fillFolder(place, links);
}

/** `node_modules` at or above `folder`, or null. */
export function nearestInstalled(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const place = join(at, 'node_modules');
    if (existsSync(place)) return place;
    if (dirname(at) === at) return null;
  }
}

function canImportTradewind(folder: string): boolean {
  const nearest = nearestInstalled(folder);
  return nearest !== null && existsSync(join(nearest, 'tradewind', 'package.json'));
}

async function pointTo(place: string, target: string): Promise<void> {
  if ((await readlink(place).catch(() => null)) === target) return;
  const draft = `${place}.${randomUUID()}`;
  await symlink(target, draft);
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
}

/** The packages of a `node_modules`, with those of scopes under their full names. */
async function listPackages(installed: string): Promise<readonly (readonly [string, string])[]> {
  const names = await readdir(installed);
  const scoped = names.filter((name) => name.startsWith('@'));
  const members = await Promise.all(
    scoped.map(async (scope) => (await readdir(join(installed, scope))).map((name) => `${scope}/${name}`)),
  );
  const plain = names.filter((name) => !name.startsWith('@') && !name.startsWith('.'));
  return [...plain, ...members.flat()].map((name) => [name, join(installed, name)] as const);
}

/** Written beside and renamed, so that a reader sees all links or none. */
async function fillFolder(place: string, links: ReadonlyMap<string, string>): Promise<void> {
  if (await hasExactly(place, links)) return;
  const draft = `${place}.${randomUUID()}`;
  for (const [name, target] of links) {
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await symlink(target, join(draft, name));
  }
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
}

async function hasExactly(place: string, links: ReadonlyMap<string, string>): Promise<boolean> {
  const present = await listPackages(place).catch(() => []);
  if (present.length !== links.size) return false;
  const targets = await Promise.all(present.map(([name]) => readlink(join(place, name)).catch(() => null)));
  return present.every(([name], index) => targets[index] === links.get(name));
}
