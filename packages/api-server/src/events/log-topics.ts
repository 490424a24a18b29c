/** Says of the logs that somebody watches how far they have come; the lines themselves are read in windows. */
import { setTimeout as pause } from 'node:timers/promises';
import { findInstanceState } from '@tradewind/store';
import type { Caller } from '../identity/caller.ts';
import { type FollowParts, followLog } from '../logs/follow-log.ts';
import { isFarOff } from '../logs/log-attempt.ts';
import type { EventHub } from './event-hub.ts';
import { mayWatch, type Topic, topicText } from './topic.ts';

type LogTopic = Extract<Topic, { readonly kind: 'log' }>;

const PAUSE_MS = 250;
const AGAIN_MS = 1000;

export class LogTopics {
  readonly #parts: FollowParts;
  readonly #hub: EventHub;
  readonly #followed = new Map<string, AbortController>();
  /** Those that are read, also when nobody wants them any more. */
  readonly #reading = new Set<Promise<void>>();

  constructor(parts: FollowParts, hub: EventHub) {
    this.#parts = parts;
    this.#hub = hub;
  }

  /** Those of the topics, as text, that are logs of attempts which do not come next; of what `caller` may read. */
  async vain(topics: readonly Topic[], caller: Caller): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const topic of topics) {
      if (topic.kind !== 'log' || !mayWatch(caller, topic)) continue;
      const instance = await findInstanceState(this.#parts.database, topic);
      if (instance === null || isFarOff(instance, topic.tryNumber)) found.add(topicText(topic));
    }
    return found;
  }

  follow(topic: LogTopic): void {
    const abort = new AbortController();
    this.#followed.set(topicText(topic), abort);
    const done: Promise<void> = this.#follow(topic, abort.signal).finally(() => this.#reading.delete(done));
    this.#reading.add(done);
  }

  leave(topic: LogTopic): void {
    this.#followed.get(topicText(topic))?.abort();
    this.#followed.delete(topicText(topic));
  }

  /** Awaits what is being read. May be called several times. */
  async stop(): Promise<void> {
    for (const abort of this.#followed.values()) abort.abort();
    await Promise.all(this.#reading);
  }

  async #follow(topic: LogTopic, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const { index, isComplete } of followLog(this.#parts, topic, signal)) {
          const { lines, bytes } = index;
          this.#hub.publish(topic, 'log', { lines, bytes, complete: isComplete });
          if (!isComplete) await pause(PAUSE_MS, undefined, { signal });
        }
        return;
      } catch {
        // The database or the file cannot be read now, or nobody wants it any more.
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
