export * from './errors.ts';
export * from './find-syntax-fault.ts';
export * from './project/rebase-tsconfig.ts';
export * from './register-url.ts';
export * from './resolve/typescript-candidates.ts';
