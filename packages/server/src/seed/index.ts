export { type SeedRequest, seedConfigured } from './seed-configured.ts';
export { WIDE_DAG } from './seed-dags.ts';
export { type SeedOptions, seedDeployment } from './seed-deployment.ts';
export { seedLog } from './seed-log.ts';
