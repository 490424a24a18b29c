/** Attempts that wait for a worker, apart by queue: in each the greatest priority first, then the order of arrival. */
import type { AttemptId } from '@tradewind/model';
import type { RemoteAttempt } from './remote-attempt.ts';

interface Lane {
  readonly attempts: Map<AttemptId, RemoteAttempt>;
  readonly lastOrder: number;
}

export class WaitingWorkloads {
  readonly #queues = new Map<string, Map<number, Lane>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(attempt: RemoteAttempt): void {
    const { queue, priority } = workloadOf(attempt);
    const lanes = this.#queues.get(queue) ?? new Map<number, Lane>();
    this.#queues.set(queue, lanes);
    lanes.set(priority, withAttempt(lanes.get(priority), attempt));
    this.#size += 1;
  }

  /** False when it does not wait here. */
  remove(attempt: RemoteAttempt): boolean {
    const { queue, priority } = workloadOf(attempt);
    const lanes = this.#queues.get(queue);
    const lane = lanes?.get(priority);
    if (lanes === undefined || lane?.attempts.delete(attempt.attemptId) !== true) return false;
    this.#size -= 1;
    if (lane.attempts.size === 0) lanes.delete(priority);
    if (lanes.size === 0) this.#queues.delete(queue);
    return true;
  }

  /** The next one of each queue; they stay. */
  *heads(): Generator<RemoteAttempt> {
    for (const lanes of this.#queues.values()) {
      const [head] = lanes.get(Math.max(...lanes.keys()))!.attempts.values();
      yield head!;
    }
  }

  removeAll(): RemoteAttempt[] {
    const lanes = [...this.#queues.values()].flatMap((queue) => [...queue.values()]);
    const all = lanes.flatMap(({ attempts }) => [...attempts.values()]);
    this.#queues.clear();
    this.#size = 0;
    return all;
  }
}

/** Whether `one` goes before `other`. */
export function goesBefore(one: RemoteAttempt, other: RemoteAttempt): boolean {
  const difference = workloadOf(one).priority - workloadOf(other).priority;
  return difference === 0 ? one.order < other.order : difference > 0;
}

/** Attempts arrive in order; only one that comes back from a worker has to be put in its place. */
function withAttempt(lane: Lane | undefined, attempt: RemoteAttempt): Lane {
  const { attemptId, order } = attempt;
  if (lane === undefined) return { attempts: new Map([[attemptId, attempt]]), lastOrder: order };
  if (order > lane.lastOrder) return { attempts: lane.attempts.set(attemptId, attempt), lastOrder: order };
  const all = [...lane.attempts.values(), attempt].sort((one, other) => one.order - other.order);
  return { attempts: new Map(all.map((one) => [one.attemptId, one])), lastOrder: lane.lastOrder };
}

function workloadOf({ workload }: RemoteAttempt): NonNullable<RemoteAttempt['workload']> {
  if (workload === null) throw new Error('An attempt that a worker brought along cannot wait.');
  return workload;
}
