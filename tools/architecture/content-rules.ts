/** The rules about what a file of a room may contain, and what it may be called. One sentence per fault, with its place. */

import { configurationSources, environmentReaders, namesWithoutIdea, roomsWithConsole, roomsWithSql } from './rooms.ts';
import type { SourceFile } from './source-file.ts';

/** Reads of the environment outside of the configuration. */
export function findEnvironmentReads(sources: readonly SourceFile[]): string[] {
  return productSources(sources)
    .filter(
      ({ path }) => !configurationSources.some((place) => path.startsWith(place)) && !(path in environmentReaders),
    )
    .flatMap(({ path, environmentReads }) =>
      environmentReads.map(
        ({ line }) =>
          `${path}:${line} reads process.env: take the value as an option; "server" parses the configuration.`,
      ),
    );
}

/** Files that may read the environment, but do not exist or do not read it. */
export function findStaleEnvironmentReaders(sources: readonly SourceFile[]): string[] {
  return Object.keys(environmentReaders)
    .filter((path) => !sources.some((source) => source.path === path && source.environmentReads.length > 0))
    .map(
      (path) => `${path} does not read process.env: remove it from environmentReaders in tools/architecture/rooms.ts.`,
    );
}

/** Printing outside of the room that prints. */
export function findConsoleCalls(sources: readonly SourceFile[]): string[] {
  return productSources(sources)
    .filter(({ room }) => !isAmong(roomsWithConsole, room))
    .flatMap(({ path, consoleCalls }) =>
      consoleCalls.map(
        ({ line, text }) => `${path}:${line} calls ${text}: emit an event, or return what is to be said.`,
      ),
    );
}

/** SQL outside of the store. Tests may look into the database. */
export function findForeignSql(sources: readonly SourceFile[]): string[] {
  return productSources(sources)
    .filter(({ room }) => !isAmong(roomsWithSql, room))
    .flatMap(({ path, sqlTexts }) =>
      sqlTexts.map(
        ({ line, text }) => `${path}:${line} contains SQL ("${text}"): write a function in packages/store/src/queries.`,
      ),
    );
}

/** Logic in an `index.ts`, which only says what a room or a folder offers. */
export function findLogicInIndexes(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => /\/src\/(.+\/)?index\.ts$/.test(path))
    .flatMap(({ path, statements }) =>
      statements.map(
        ({ line, text }) => `${path}:${line} is more than a re-export (${text}): give it a file of its own.`,
      ),
    );
}

/** Files and folders with a name that is not in kebab-case, or that says nothing. */
export function findBadNames(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const parts = path.split('/').slice(2);
    return parts.flatMap((part) => {
      const [stem = ''] = part.split('.');
      if (namesWithoutIdea.includes(stem)) return [`${path}: "${stem}" says nothing; name the idea.`];
      return isKebabCase(part) ? [] : [`${path}: "${part}" is not in kebab-case.`];
    });
  });
}

/** `next-run-time.test.ts`, `0001-runs.sql`, `README.md`: documents in capitals are an old custom. */
function isKebabCase(name: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name) || /^[A-Z]+\.md$/.test(name);
}

function productSources(sources: readonly SourceFile[]): readonly SourceFile[] {
  return sources.filter(({ isTest, room }) => !isTest && room !== 'test-support');
}

function isAmong(list: readonly string[], room: string): boolean {
  return list.includes(room);
}
