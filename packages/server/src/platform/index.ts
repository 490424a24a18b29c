export { connectionToUri, parseConnection } from '@tradewind/api-server';
export { type ConfiguredDatabase, openConfiguredDatabase, openMigratedDatabase } from './configured-database.ts';
export * from './errors.ts';
export type { LogOperations } from './log-operations.ts';
export { type Maintenance, maintenance } from './maintenance.ts';
export { openPlatform, openSecretBox, type Platform, type PlatformOptions } from './open-platform.ts';
