import type { Config } from './config-options.ts';
import { defineConfig } from './define-config.ts';

defineConfig({});
defineConfig({ core: { parallelism: 4 }, worker: { idleTimeout: '5m' }, logging: { level: 'debug' } });
defineConfig({ worker: { idleTimeout: 5000 }, database: { url: null } });
// @ts-expect-error there is no such section
defineConfig({ kernel: {} });
// @ts-expect-error there is no such option
defineConfig({ core: { dagFolder: './dags' } });
// @ts-expect-error a number is needed
defineConfig({ core: { parallelism: '4' } });
// @ts-expect-error not one of the levels
defineConfig({ logging: { level: 'loud' } });

declare const config: Config;
const delayMs: number = config.worker.idleTimeoutMs;
const level: 'debug' | 'info' | 'warn' | 'error' = config.logging.level;
const url: string | null = config.database.url;
// @ts-expect-error the key may be absent
const key: string = config.core.secretKey;
// @ts-expect-error it cannot be changed
config.core.parallelism = 1;
export const used = [delayMs, level, url, key];
