import type { RemoteExecutorListener } from './events.ts';
import type { WorkQueue } from './work-queue.ts';

export interface RemoteExecutorOptions {
  readonly queue: WorkQueue;
  /** @default 'remote' */
  readonly name?: string;
  /** How many attempts it holds at most, whatever the workers have room for. @default without limit */
  readonly parallelism?: number;
  /**
   * True: `stop` leaves what waits and runs in the queue, for `adopt` of the next life. False: it is ended like that of
   * any other executor.
   * @default false
   */
  readonly leavesAttempts?: boolean;
  /** How often it looks for workers that are gone. @default 2000 */
  readonly lookMs?: number;
  /** How often it looks at everything, should a notification have been missed. @default 10000 */
  readonly safetyNetMs?: number;
  readonly onEvent?: RemoteExecutorListener;
}
