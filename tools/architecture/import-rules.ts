/** The rules about who may import what. Each gives one sentence per fault, with its place. */

import { posix } from 'node:path';
import type { Manifest } from './manifest.ts';
import {
  databaseDrivers,
  isRoom,
  packageNameOf,
  type Room,
  rooms,
  roomsForProviders,
  roomsForTests,
  roomsWithoutDependencies,
  roomsWithoutNode,
} from './rooms.ts';
import type { Finding, SourceFile } from './source-file.ts';

/** Imports of the sources that the table of rooms does not allow. */
export function findForbiddenImports(sources: readonly SourceFile[], manifests: readonly Manifest[]): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const fault = faultOfImport(source, imported, manifests);
      return fault === undefined ? [] : [`${source.path}:${imported.line} imports "${imported.text}": ${fault}`];
    }),
  );
}

/** Dependencies that a manifest declares although the table of rooms does not allow them. */
export function findForbiddenDependencies(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const room = posix.basename(manifest.folder);
    const isProvider = manifest.folder.startsWith('providers/');
    const inTests = [...roomsForTests, ...allowedRooms(room, isProvider)];
    return [
      ...manifest.dependencies.flatMap((name) => faultOfDependency(room, isProvider, name)),
      ...manifest.devDependencies.flatMap((name) => {
        const target = roomOfPackage(name);
        return target === undefined || inTests.includes(target) ? [] : [`its tests may not import ${name}`];
      }),
    ].map((fault) => `${manifest.folder}/package.json: ${fault}.`);
  });
}

/** Packages whose build refers to other packages than they depend on: they would be built in the wrong order. */
export function findWrongBuildReferences(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const needed = manifest.dependencies.flatMap((name) => {
      const room = roomOfPackage(name);
      return room === undefined ? [] : [`packages/${room}`];
    });
    const missing = needed.filter((folder) => !manifest.buildReferences.includes(folder));
    const superfluous = manifest.buildReferences.filter((folder) => !needed.includes(folder));
    return [
      ...missing.map((folder) => `${manifest.folder}/tsconfig.build.json lacks a reference to ${folder}.`),
      ...superfluous.map((folder) => `${manifest.folder}/tsconfig.build.json refers to ${folder}, no dependency.`),
    ];
  });
}

function faultOfImport(source: SourceFile, { text }: Finding, manifests: readonly Manifest[]): string | undefined {
  if (text.startsWith('.')) return faultOfRelativeImport(source, text);
  if (text.startsWith('node:')) {
    const isForbidden = !source.isTest && isAmong(roomsWithoutNode, source.room);
    return isForbidden ? 'this room runs where there is no Node.' : undefined;
  }
  const name = packageOfSpecifier(text);
  const target = roomOfPackage(name);
  if (target === undefined) return faultOfForeignImport(source, name);
  if (target === source.room) return 'inside of a room, files are imported by their relative path.';
  if (!allowedRooms(source.room, source.isProvider, source.isTest).includes(target)) {
    return `there is no arrow from "${source.room}" to "${target}" in tools/architecture/rooms.ts.`;
  }
  const subpath = `.${text.slice(name.length)}`;
  const manifest = manifests.find((candidate) => candidate.name === name);
  if (manifest && !manifest.exports.includes(subpath))
    return `"exports" of ${manifest.folder} do not offer "${subpath}".`;
  return undefined;
}

function faultOfRelativeImport(source: SourceFile, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(source.path), specifier);
  const home = source.path.split('/').slice(0, 3).join('/');
  if (!target.startsWith(`${home}/`)) return 'it leaves the sources of the package; import other packages by name.';
  if (!source.isTest && /\.test(-d)?\.ts$/.test(target)) return 'a source may not depend on a test.';
  return undefined;
}

function faultOfForeignImport(source: SourceFile, name: string): string | undefined {
  if (databaseDrivers.includes(name) && source.room !== 'store') return 'only "store" speaks to PostgreSQL.';
  const isForbidden = !source.isTest && isAmong(roomsWithoutDependencies, source.room);
  return isForbidden ? `"${source.room}" has no dependencies.` : undefined;
}

function faultOfDependency(room: string, isProvider: boolean, name: string): string[] {
  const target = roomOfPackage(name);
  if (target !== undefined) {
    const isAllowed = allowedRooms(room, isProvider).includes(target);
    return isAllowed ? [] : [`there is no arrow from "${room}" to "${target}" in tools/architecture/rooms.ts`];
  }
  if (isAmong(roomsWithoutDependencies, room)) return [`"${room}" has no dependencies, but names ${name}`];
  if (databaseDrivers.includes(name) && room !== 'store') return [`only "store" may depend on ${name}`];
  return [];
}

function allowedRooms(room: string, isProvider: boolean, isTest = false): readonly string[] {
  const own = isProvider ? roomsForProviders : isRoom(room) ? rooms[room] : [];
  return isTest ? [...own, ...roomsForTests] : own;
}

function roomOfPackage(name: string): string | undefined {
  if (name.startsWith('@tradewind/')) return name.slice('@tradewind/'.length);
  return name === packageNameOf('tradewind') ? 'tradewind' : undefined;
}

/** `@tradewind/model/ids` → `@tradewind/model`; `pg/lib/client` → `pg`. */
function packageOfSpecifier(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function isAmong(list: readonly Room[], room: string): boolean {
  return (list as readonly string[]).includes(room);
}
