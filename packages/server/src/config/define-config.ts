import type { ConfigInput } from './config-options.ts';

/**
 * Types the default export of `tradewind.config.ts`.
 *
 * @example
 * export default defineConfig({ core: { dagsFolder: './pipelines', parallelism: 64 } });
 */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
