/** Every error of this package. Codes are permanent; `docs/reference/errors.md` explains them. */
export * from './errors/loading.ts';
export * from './errors/operators.ts';
export * from './errors/running.ts';
