/** Says of the logs that somebody watches how far they have come; the lines themselves are read in windows. */
import { setTimeout as pause } from 'node:timers/promises';
import { type FollowParts, followLog } from '../logs/follow-log.ts';
import type { EventHub } from './event-hub.ts';
import { type Topic, topicText } from './topic.ts';

type LogTopic = Extract<Topic, { readonly kind: 'log' }>;

const PAUSE_MS = 250;
const AGAIN_MS = 1000;

export class LogTopics {
  readonly #parts: FollowParts;
  readonly #hub: EventHub;
  readonly #followed = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();

  constructor(parts: FollowParts, hub: EventHub) {
    this.#parts = parts;
    this.#hub = hub;
  }

  follow(topic: LogTopic): void {
    const abort = new AbortController();
    this.#followed.set(topicText(topic), { abort, done: this.#follow(topic, abort.signal) });
  }

  leave(topic: LogTopic): void {
    this.#followed.get(topicText(topic))?.abort.abort();
    this.#followed.delete(topicText(topic));
  }

  /** Awaits what is being read. May be called several times. */
  async stop(): Promise<void> {
    const all = [...this.#followed.values()];
    for (const { abort } of all) abort.abort();
    await Promise.all(all.map(({ done }) => done));
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
