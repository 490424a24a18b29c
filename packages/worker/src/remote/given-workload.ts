import type { Workload } from '@tradewind/model';

/** An attempt that the server gave to this worker. */
export interface GivenWorkload {
  readonly workload: Workload;
  readonly token: string;
}
