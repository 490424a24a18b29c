import { dirname, resolve } from 'node:path';
import { findConfigFile, loadConfigFile } from './config-file.ts';
import type { ConfigSources, ParsedConfig } from './parse-config.ts';
import { parseConfig } from './parse-config.ts';

export interface LoadConfigOptions {
  /**
   * From where the file is looked for, upwards.
   * @default the working folder
   */
  readonly folder?: string;
  /** A configuration file, instead of the one that is found. */
  readonly file?: string;
  /**
   * @default the environment of the process
   */
  readonly environment?: ConfigSources['environment'];
}

export interface LoadedConfig extends ParsedConfig {
  /** The file that was read; null when there is none. */
  readonly file: string | null;
}

/**
 * The configuration: `tradewind.config.ts`, found from the working folder upwards, under the variables of the
 * environment, over the defaults.
 *
 * @throws {ConfigInvalidError} with all faults at once.
 * @throws {ConfigUnloadableError} when the file cannot be loaded.
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<LoadedConfig> {
  const folder = resolve(options.folder ?? process.cwd());
  const path = options.file === undefined ? findConfigFile(folder) : resolve(folder, options.file);
  const file = path === null ? null : { path, folder: dirname(path), content: await loadConfigFile(path) };
  return { file: path, ...parseConfig({ folder, file, environment: options.environment ?? process.env }) };
}
