export * from './errors.ts';
export * from './find-syntax-fault.ts';
export * from './register-url.ts';
