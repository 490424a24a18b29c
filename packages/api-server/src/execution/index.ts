export { BundleVersionMissingError } from './errors.ts';
export { GATEWAY_LEASE_MS, WORKER_LEASE_MS } from './open-execution.ts';
export type {
  AttemptConnection,
  AttemptLogs,
  AttemptPlace,
  AttemptServices,
  ExecutionEvent,
  ExecutionParts,
} from './ports.ts';
