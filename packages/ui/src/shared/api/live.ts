/**
 * What happens on the server, as it happens: one connection for the page, however many parts of it watch something.
 *
 * Invariants
 * 1. The topics of the connection are those that somebody watches; a connection that came back is told them again.
 * 2. Who watches a topic is called when something of it changed, and when messages of it may have been lost.
 */
type Listener = () => void;

export type LiveStatus = 'idle' | 'connecting' | 'live' | 'broken';

const EVENTS = ['patch', 'run', 'refresh', 'gone', 'log'] as const;
const AGAIN_MS = 5000;
/** A tab that nobody has looked at for so long does not listen. */
const HIDDEN_MS = 60_000;

export class LiveConnection {
  readonly #watched = new Map<string, Set<Listener>>();
  readonly #statusListeners = new Set<Listener>();
  #source: EventSource | undefined;
  #id: string | undefined;
  /** What the server believes we watch. */
  #told = new Set<string>();
  #isTelling = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #status: LiveStatus = 'idle';

  constructor() {
    document.addEventListener('visibilitychange', () => this.#look());
  }

  get status(): LiveStatus {
    return this.#status;
  }

  onStatus(listener: Listener): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Calls `listener` whenever something of the topic changed, until the returned function is called. */
  watch(topic: string, listener: Listener): () => void {
    const listeners = this.#watched.get(topic) ?? new Set();
    this.#watched.set(topic, listeners.add(listener));
    queueMicrotask(() => this.#tell());
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#watched.delete(topic);
      queueMicrotask(() => this.#tell());
    };
  }

  #open(): void {
    if (this.#source !== undefined || this.#watched.size === 0 || document.visibilityState === 'hidden') return;
    this.#setStatus('connecting');
    const topics = [...this.#watched.keys()];
    const source = new EventSource(`/api/v2/events?${new URLSearchParams({ topics: topics.join(',') })}`);
    this.#source = source;
    source.addEventListener('hello', ({ data }) => this.#welcome(data));
    source.addEventListener('resync', ({ data }) => this.#call(readMessage(data).topics ?? []));
    for (const event of EVENTS)
      source.addEventListener(event, ({ data }) => this.#call([readMessage(data).topic ?? '']));
    source.addEventListener('error', () => this.#breakOff(source));
  }

  #welcome(data: string): void {
    const { id, topics = [] } = readMessage(data);
    const isBack = this.#status === 'broken';
    this.#id = id;
    this.#told = new Set(topics);
    this.#setStatus('live');
    if (isBack) this.#call([...this.#watched.keys()]);
    this.#tell();
  }

  /** Browsers connect again by themselves, but not after a refusal. */
  #breakOff(source: EventSource): void {
    this.#id = undefined;
    this.#setStatus('broken');
    if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
    this.#source = undefined;
    this.#again = setTimeout(() => this.#open(), AGAIN_MS);
  }

  #tell(): void {
    this.#open();
    if (this.#id === undefined || this.#isTelling) return;
    const add = [...this.#watched.keys()].filter((topic) => !this.#told.has(topic));
    const remove = [...this.#told].filter((topic) => !this.#watched.has(topic));
    if (add.length === 0 && remove.length === 0) return;
    this.#isTelling = true;
    for (const topic of add) this.#told.add(topic);
    for (const topic of remove) this.#told.delete(topic);
    void this.#send({ add, remove }).finally(() => {
      this.#isTelling = false;
      this.#tell();
    });
  }

  async #send(change: { readonly add: readonly string[]; readonly remove: readonly string[] }): Promise<void> {
    try {
      const answer = await fetch(`/api/v2/events/${this.#id}/topics`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tradewind-ui': '1' },
        body: JSON.stringify(change),
      });
      // The connection is gone: the next one is told all topics.
      if (answer.status === 404) this.#id = undefined;
      // What changed between the first reading and the watching was not told.
      else if (answer.ok) this.#call(change.add);
    } catch {
      this.#id = undefined;
    }
  }

  #look(): void {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'visible') this.#open();
    else this.#hidden = setTimeout(() => this.#close(), HIDDEN_MS);
  }

  #close(): void {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = undefined;
    this.#id = undefined;
    this.#setStatus('broken');
  }

  #call(topics: readonly string[]): void {
    for (const topic of topics) for (const listener of this.#watched.get(topic) ?? []) listener();
  }

  #setStatus(status: LiveStatus): void {
    this.#status = status;
    for (const listener of this.#statusListeners) listener();
  }
}

interface Message {
  readonly id?: string;
  readonly topic?: string;
  readonly topics?: readonly string[];
}

function readMessage(data: string): Message {
  return JSON.parse(data) as Message;
}

let connection: LiveConnection | undefined;

/** The one connection of the page. */
export function liveConnection(): LiveConnection {
  connection ??= new LiveConnection();
  return connection;
}

/** `topicOf('run', dagId, runId)`: the text by which the server knows it. */
export function topicOf(kind: 'dag' | 'run' | 'ti', ...parts: readonly (string | number)[]): string {
  return `${kind}:${parts.map(encodeURIComponent).join('/')}`;
}
