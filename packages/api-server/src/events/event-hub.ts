/**
 * Connections of the event stream, their topics, and what they are sent.
 *
 * A topic is *warm* while somebody watches it and for as long as messages are kept after that, so that a client whose
 * connection broke finds everything that happened in between. A log gets cold at once, since to follow one costs a watched
 * file and questions to the database; so does the topic that was left first, when too many are kept.
 *
 * Invariants
 * 1. A message is written once, whatever the number of clients.
 * 2. A client watches only topics that it may read; of a topic over many DAGs it gets what is about those it may read.
 * 3. A client that resumes gets each message after its last one, or is told to read the topic again.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { DagId } from '@tradewind/model';
import type { Caller } from '../identity/caller.ts';
import { dagsFor } from '../identity/may-do.ts';
import { EventClient, eventBytes } from './event-client.ts';
import { MessageRing } from './message-ring.ts';
import { mayWatch, parseTopic, type Topic, topicText } from './topic.ts';

export interface EventHubOptions {
  /** @default 15000 */
  readonly heartbeatMs?: number;
  /** Rights may change: a connection is ended after this time, and comes back with those of then. @default 1800000 */
  readonly longestMs?: number;
  /** For how long messages are kept. @default 600000 */
  readonly keepMs?: number;
  /** The most topics that nobody watches and that are kept warm. @default 1000 */
  readonly mostKept?: number;
  /** A topic is watched for the first time, or again. */
  readonly onWarm?: (topic: Topic) => unknown;
  /** Nobody watches it any more, and nothing of it is kept. */
  readonly onCold?: (topic: Topic) => unknown;
}

interface WarmTopic {
  readonly topic: Topic;
  readonly clients: Set<EventClient>;
  /** Messages after this one are all there. */
  readonly since: number;
}

export interface Connection {
  readonly caller: Caller;
  readonly response: ServerResponse;
  readonly topics: readonly Topic[];
  /** Those of them, as text, that there is nothing to hear of. */
  readonly vain?: ReadonlySet<string>;
  /** The id of the last message that the client has had. */
  readonly lastEventId: string | null;
}

export interface TopicChange {
  readonly add: readonly Topic[];
  readonly remove: readonly Topic[];
  /** Those to add, as text, that there is nothing to hear of. */
  readonly vain?: ReadonlySet<string> | undefined;
}

export interface TopicsNow {
  readonly topics: readonly string[];
  /** Those that the caller may not watch, that there is nothing to hear of, and logs beyond `MOST_LOGS`. */
  readonly refused: readonly string[];
}

const DEFAULT_HEARTBEAT_MS = 15_000;
const DEFAULT_LONGEST_MS = 1_800_000;
const DEFAULT_KEEP_MS = 600_000;
const DEFAULT_MOST_KEPT = 1000;
/** The logs that one connection follows at most. */
const MOST_LOGS = 50;

export class EventHub {
  readonly #options: EventHubOptions;
  readonly #ring: MessageRing;
  readonly #clients = new Map<string, EventClient>();
  readonly #warm = new Map<string, WarmTopic>();
  /** Those of the warm topics that nobody watches, the one that was left first at the front. */
  readonly #kept = new Map<string, number>();
  /** Numbers of another process, or of this one before it was started again, mean nothing here. */
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #heart: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: EventHubOptions = {}) {
    this.#options = options;
    this.#ring = new MessageRing({ keepMs: options.keepMs ?? DEFAULT_KEEP_MS });
    this.#heart = setInterval(() => this.#beat(), options.heartbeatMs ?? DEFAULT_HEARTBEAT_MS);
    this.#heart.unref();
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  isWarm(topic: Topic): boolean {
    return this.#warm.has(topicText(topic));
  }

  /** All warm topics. */
  *topics(): Iterable<Topic> {
    for (const { topic } of this.#warm.values()) yield topic;
  }

  /** Takes a response over until it ends. Its headers are sent already. */
  connect({ caller, response, topics, vain, lastEventId }: Connection): void {
    const readable = dagsFor(caller, 'can_read', 'DAG Runs');
    const client = new EventClient({
      id: randomUUID(),
      caller,
      readable: readable === 'all' ? 'all' : new Set(readable),
      response,
      onEnd: () => this.#forget(client),
    });
    this.#clients.set(client.id, client);
    if (this.#isClosed || response.destroyed) return client.end();
    const known = new Map(topics.map((topic) => [topicText(topic), this.#warm.get(topicText(topic))?.since ?? null]));
    const now = this.#change(client, { add: topics, remove: [], vain });
    const hello = { id: client.id, t: Date.now(), ...now };
    client.send(eventBytes('hello', hello, lastEventId === null ? this.#idOf(this.#ring.last) : undefined));
    if (lastEventId !== null) this.#resume(client, lastEventId, known);
  }

  /** Null when the caller has no such connection. */
  changeTopics(id: string, caller: Caller, change: TopicChange): TopicsNow | null {
    const client = this.#clients.get(id);
    if (client === undefined || client.caller.name !== caller.name || client.caller.userId !== caller.userId)
      return null;
    return this.#change(client, change, caller);
  }

  /** Sends a message to everybody who watches the topic; with `dagId`, only to those who may read the runs of that DAG. */
  publish(topic: Topic, event: string, data: object, dagId: DagId | null = null): void {
    const text = topicText(topic);
    const warm = this.#warm.get(text);
    if (warm === undefined) return;
    const number = this.#ring.next;
    const bytes = eventBytes(event, { topic: text, ...data, t: Date.now() }, this.#idOf(number));
    this.#ring.add({ number, topic: text, dagId, bytes, at: performance.now() });
    for (const client of warm.clients) if (client.mayRead(dagId)) client.send(bytes);
  }

  /** Ends all connections. May be called several times. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#heart);
    for (const client of this.#clients.values()) client.end();
    this.#clients.clear();
    for (const { topic } of this.#warm.values()) this.#options.onCold?.(topic);
    this.#warm.clear();
    this.#kept.clear();
  }

  #change(client: EventClient, { add, remove, vain }: TopicChange, caller: Caller = client.caller): TopicsNow {
    for (const topic of remove) this.#leave(client, topicText(topic));
    const refused: string[] = [];
    for (const topic of add) {
      const isHeard = mayWatch(caller, topic) && vain?.has(topicText(topic)) !== true;
      if (isHeard && hasRoomFor(client, topic)) this.#enter(client, topic);
      else refused.push(topicText(topic));
    }
    return { topics: [...client.topics], refused };
  }

  #enter(client: EventClient, topic: Topic): void {
    const text = topicText(topic);
    client.topics.add(text);
    const warm = this.#warm.get(text);
    if (warm !== undefined) {
      this.#kept.delete(text);
      warm.clients.add(client);
      return;
    }
    this.#warm.set(text, { topic, clients: new Set([client]), since: this.#ring.last });
    this.#options.onWarm?.(topic);
  }

  #leave(client: EventClient, text: string): void {
    client.topics.delete(text);
    const warm = this.#warm.get(text);
    if (warm === undefined || !warm.clients.delete(client) || warm.clients.size > 0) return;
    if (warm.topic.kind === 'log') return this.#cool(text);
    this.#kept.set(text, performance.now());
    const [first] = this.#kept.keys();
    if (this.#kept.size > (this.#options.mostKept ?? DEFAULT_MOST_KEPT)) this.#cool(first!);
  }

  #cool(text: string): void {
    const { topic } = this.#warm.get(text)!;
    this.#warm.delete(text);
    this.#kept.delete(text);
    this.#options.onCold?.(topic);
  }

  #forget(client: EventClient): void {
    this.#clients.delete(client.id);
    for (const text of [...client.topics]) this.#leave(client, text);
  }

  #resume(client: EventClient, lastEventId: string, known: ReadonlyMap<string, number | null>): void {
    const [epoch, text = ''] = lastEventId.split('-');
    const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
    const messages = epoch === this.#epoch ? this.#ring.after(number) : null;
    const isWhole = (topic: string): boolean => messages !== null && (known.get(topic) ?? Infinity) <= number;
    const lost = [...client.topics].filter((topic) => !isWhole(topic));
    for (const { topic, dagId, bytes } of messages ?? [])
      if (client.topics.has(topic) && !lost.includes(topic) && client.mayRead(dagId)) client.send(bytes);
    if (lost.length > 0) client.send(eventBytes('resync', { topics: lost }, this.#idOf(this.#ring.last)));
  }

  #beat(): void {
    const now = performance.now();
    const { longestMs = DEFAULT_LONGEST_MS, keepMs = DEFAULT_KEEP_MS } = this.#options;
    const bytes = eventBytes('beat', { t: Date.now() });
    for (const client of this.#clients.values()) {
      client.check(now);
      if (now - client.connectedAt > longestMs) client.end();
      else client.send(bytes);
    }
    this.#ring.dropOld(now);
    for (const [text, leftAt] of this.#kept) if (now - leftAt > keepMs) this.#cool(text);
  }

  #idOf(number: number): string {
    return `${this.#epoch}-${number}`;
  }
}

function hasRoomFor(client: EventClient, topic: Topic): boolean {
  if (topic.kind !== 'log' || client.topics.has(topicText(topic))) return true;
  return [...client.topics].filter((text) => text.startsWith('log:')).length < MOST_LOGS;
}

/** The topics that texts name, each once; the first that names none is returned instead. */
export function readTopics(
  texts: readonly string[],
): { readonly topics: readonly Topic[] } | { readonly wrong: string } {
  const topics = new Map<string, Topic>();
  for (const text of texts) {
    const topic = parseTopic(text);
    if (topic === null) return { wrong: text };
    topics.set(topicText(topic), topic);
  }
  return { topics: [...topics.values()] };
}
