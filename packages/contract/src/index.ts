export * from './client/api-error.ts';
export * from './client/client.ts';
export * from './openapi.ts';
export * from './route.ts';
export * from './routes/index.ts';
export * from './rule.ts';
export * from './schemas/index.ts';
