/** Two ends of a connection in memory. Messages arrive in order, as copies, after the turn in which they were sent. */
import type { LinkListener, MessageLink } from '@tradewind/model';

export interface LinkPair<FromNear, FromFar> {
  readonly near: MessageLink<FromNear, FromFar>;
  readonly far: MessageLink<FromFar, FromNear>;
  /** Breaks the connection: what is under way is lost, and both sides learn of it. */
  cut(): void;
  /** Nothing arrives any more, and nobody is told, as when a process is stopped. */
  freeze(): void;
}

export function createLinkPair<FromNear, FromFar>(): LinkPair<FromNear, FromFar> {
  const wire = { isCut: false, isFrozen: false };
  const near = new LinkEnd<FromNear, FromFar>(wire);
  const far = new LinkEnd<FromFar, FromNear>(wire);
  near.peer = far;
  far.peer = near;
  return {
    near,
    far,
    cut() {
      wire.isCut = true;
      near.end();
      far.end();
    },
    freeze() {
      wire.isFrozen = true;
    },
  };
}

interface Wire {
  isCut: boolean;
  isFrozen: boolean;
}

class LinkEnd<Outgoing, Incoming> implements MessageLink<Outgoing, Incoming> {
  readonly #wire: Wire;
  readonly #early: Incoming[] = [];
  #listener: LinkListener<Incoming> | null = null;
  #isEnded = false;
  peer: LinkEnd<Incoming, Outgoing> | null = null;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  listen(listener: LinkListener<Incoming>): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener.onMessage(message);
  }

  send(message: Outgoing): void {
    if (this.#isEnded) return;
    const text = JSON.stringify(message);
    setImmediate(() => {
      if (!this.#wire.isCut && !this.#wire.isFrozen) this.peer?.receive(JSON.parse(text) as Outgoing);
    });
  }

  close(): void {
    if (this.#isEnded) return;
    this.end();
    setImmediate(() => {
      if (!this.#wire.isFrozen) this.peer?.end();
    });
  }

  receive(message: Incoming): void {
    if (this.#isEnded) return;
    if (this.#listener === null) this.#early.push(message);
    else this.#listener.onMessage(message);
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    setImmediate(() => this.#listener?.onClose());
  }
}
