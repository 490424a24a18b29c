export * from './config-options.ts';
export * from './define-config.ts';
export * from './errors.ts';
export * from './load-config.ts';
export type { ParsedConfig } from './parse-config.ts';
export * from './render-config-reference.ts';
export * from './secrets-in-environment.ts';
export * from './user-folder.ts';
