import type { WorkerQuestion } from '@tradewind/model';
import type { WorkerHubEventListener } from './events.ts';
import type { WorkerListener } from './worker-listener.ts';

export interface WorkerHubOptions {
  readonly listener: WorkerListener;
  /** What a worker has to know to be let in; read once, at the start. */
  readonly token: () => Promise<string>;
  /** Answers what workers ask; the answer is plain data. What it throws reaches the worker with name, message and code. */
  readonly answer: (question: WorkerQuestion) => Promise<unknown>;
  /** How often each side says something. @default 5000 */
  readonly heartbeatMs?: number;
  /** After this long without a word a worker is lost. @default 15000 */
  readonly leaseMs?: number;
  /** How long a worker whose connection broke has to come back. @default 10000 */
  readonly resumeGraceMs?: number;
  readonly onEvent?: WorkerHubEventListener;
}

export interface RemoteExecutorOptions extends WorkerHubOptions {
  /** @default 'remote' */
  readonly name?: string;
  /** How many attempts it holds at most, whatever the workers have room for. @default without limit */
  readonly parallelism?: number;
  /**
   * How long after its start workers have to come back before `adopt` says what they hold.
   * @default 10000
   */
  readonly adoptionMs?: number;
  /**
   * How long attempts that a worker brings along from an earlier life of the scheduler may go on before somebody adopts
   * them.
   * @default 100000
   */
  readonly unclaimedMs?: number;
  /**
   * True: `stop` leaves what runs to the workers, which bring it back to the next life of the scheduler. False: it is
   * ended like that of any other executor.
   * @default false
   */
  readonly leavesAttempts?: boolean;
}
