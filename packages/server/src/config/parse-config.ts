/**
 * Merges what the file and the environment say over the defaults, and checks all of it before anything is said.
 *
 * The environment goes before the file, the file before the default.
 */
import { didYouMean } from '@tradewind/model';
import {
  type Config,
  type ConfigSection,
  listConfigOptions,
  type PlacedOption,
  parsedNameOf,
} from './config-options.ts';
import { type ConfigFault, ConfigInvalidError, type ConfigOrigin } from './errors.ts';
import { parseOption } from './parse-option.ts';

export interface ConfigSources {
  /** The working folder: relative paths in variables and defaults count from it when there is no file. */
  readonly folder: string;
  /** The configuration file and what it exports; null when there is none. */
  readonly file: { readonly path: string; readonly folder: string; readonly content: unknown } | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ParsedConfig {
  readonly config: Config;
  /** Where each value comes from, by `section.name`. */
  readonly origins: ReadonlyMap<string, ConfigOrigin>;
}

interface Given {
  readonly value: unknown;
  readonly origin: ConfigOrigin;
  readonly folder: string;
}

const PREFIX = 'TRADEWIND__';

/** @throws {ConfigInvalidError} with all faults. */
export function parseConfig(sources: ConfigSources): ParsedConfig {
  const placed = listConfigOptions();
  const faults: ConfigFault[] = [...findUnknownVariables(sources, placed), ...findUnknownKeys(sources, placed)];
  const origins = new Map<string, ConfigOrigin>();
  const sections: Record<string, Record<string, unknown>> = {};
  let home: string | undefined;
  for (const place of placed) {
    const given = findGiven(sources, place);
    const parsed = parseOption(place.option, given.value, {
      folder: given.folder,
      ...(home === undefined ? {} : { home }),
    });
    origins.set(place.key, given.origin);
    if (parsed.kind === 'fault') {
      faults.push({
        key: place.key,
        origin: given.origin,
        problem: hideSecret(place, parsed.problem),
        remedy: remedyFor(place),
      });
      continue;
    }
    if (place.key === 'core.home') home = parsed.value as string;
    sections[place.section] ??= {};
    sections[place.section]![parsedNameOf(place)] = parsed.value;
  }
  if (faults.length === 0) faults.push(...checkTogether(sections as Config, origins));
  if (faults.length > 0) throw new ConfigInvalidError(faults);
  for (const section of Object.values(sections)) Object.freeze(section);
  return { config: Object.freeze(sections) as Config, origins };
}

function findGiven(sources: ConfigSources, { section, name, option, variable }: PlacedOption): Given {
  for (const known of option.alias === undefined ? [variable] : [variable, option.alias]) {
    const value = sources.environment[known];
    const isGiven = value !== undefined && (value !== '' || known === variable);
    if (isGiven) return { value, origin: { kind: 'environment', variable: known }, folder: sources.folder };
  }
  const { file } = sources;
  const value = (file?.content as Record<string, Record<string, unknown> | undefined> | undefined)?.[section]?.[name];
  if (file !== null && value !== undefined)
    return { value, origin: { kind: 'file', file: file.path }, folder: file.folder };
  return { value: option.default, origin: { kind: 'default' }, folder: file?.folder ?? sources.folder };
}

function findUnknownVariables({ environment }: ConfigSources, placed: readonly PlacedOption[]): ConfigFault[] {
  const known = placed.map(({ variable }) => variable);
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !known.includes(variable))
    .map((variable) => ({
      key: variable.slice(PREFIX.length),
      origin: { kind: 'environment', variable },
      problem: 'there is no such option',
      remedy: suggest(variable, known, 'Remove the variable.'),
    }));
}

function findUnknownKeys({ file }: ConfigSources, placed: readonly PlacedOption[]): ConfigFault[] {
  if (file === null) return [];
  const origin: ConfigOrigin = { kind: 'file', file: file.path };
  if (!isObject(file.content)) {
    return [
      {
        key: 'default',
        origin,
        problem: 'expected an object as default export',
        remedy: 'Write "export default defineConfig({ … })".',
      },
    ];
  }
  const sections = [...new Set<string>(placed.map(({ section }) => section))];
  return Object.entries(file.content).flatMap(([section, options]): ConfigFault[] => {
    if (!sections.includes(section)) {
      return [
        {
          key: section,
          origin,
          problem: 'there is no such section',
          remedy: suggest(section, sections, `The sections are ${sections.join(', ')}.`),
        },
      ];
    }
    if (options === undefined) return [];
    if (!isObject(options))
      return [{ key: section, origin, problem: 'expected an object', remedy: `Write "${section}: { … }".` }];
    const names = placed.filter((place) => place.section === (section as ConfigSection)).map(({ name }) => name);
    return Object.keys(options)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        key: `${section}.${name}`,
        origin,
        problem: 'there is no such option',
        remedy: suggest(name, names, `The options of "${section}" are ${names.join(', ')}.`),
      }));
  });
}

function checkTogether({ scheduler }: Config, origins: ReadonlyMap<string, ConfigOrigin>): ConfigFault[] {
  if (scheduler.leaseSec >= 2 * scheduler.heartbeatSec) return [];
  return [
    {
      key: 'scheduler.leaseSec',
      origin: origins.get('scheduler.leaseSec')!,
      problem: `expected at least twice scheduler.heartbeatSec (${scheduler.heartbeatSec}), got: ${scheduler.leaseSec}`,
      remedy: 'A lease that ends before the second heartbeat would be lost to any short delay; raise it.',
    },
  ];
}

function remedyFor({ option, variable, key }: PlacedOption): string {
  const fallback =
    option.default === null ? 'to go without it' : `to use the default, ${JSON.stringify(option.default)}`;
  return `Correct it in tradewind.config.ts (${key}) or in ${variable}, or leave it out ${fallback}.`;
}

function hideSecret({ option }: PlacedOption, problem: string): string {
  return option.isSecret === true ? problem.replace(/, got: .*$/s, '') : problem;
}

function suggest(typed: string, known: readonly string[], otherwise: string): string {
  return didYouMean(typed, known).trim() || otherwise;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
