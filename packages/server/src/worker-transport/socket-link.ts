import type { Socket } from 'node:net';
import type { LinkListener, MessageLink } from '@tradewind/model';
import { encodeFrame, FrameDecoder } from './frames.ts';

/** How long the other side may take to read the rest when a link is closed. */
const LINGER_MS = 1000;

/** Messages over a socket. All that is sent in one turn of the event loop goes out in one write. */
export class SocketLink<Outgoing, Incoming> implements MessageLink<Outgoing, Incoming> {
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder<Incoming>();
  #isCorked = false;
  #isClosed = false;

  /** The socket is connected, and nobody has read from it. */
  constructor(socket: Socket) {
    this.#socket = socket;
    // What went wrong does not matter: a link that breaks is made again. `close` follows.
    socket.on('error', () => {});
  }

  listen({ onMessage, onClose }: LinkListener<Incoming>): void {
    const socket = this.#socket;
    if (socket.destroyed) return queueMicrotask(onClose);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk, onMessage));
    socket.once('close', () => {
      this.#isClosed = true;
      onClose();
    });
  }

  /** @throws {MessageTooLargeError} */
  send(message: Outgoing): void {
    if (this.#isClosed || !this.#socket.writable) return;
    const frame = encodeFrame(message);
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      queueMicrotask(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(frame);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #receive(chunk: Buffer, onMessage: (message: Incoming) => void): void {
    if (this.#isClosed) return;
    for (const message of this.#decode(chunk)) if (!this.#isClosed) onMessage(message);
  }

  /** Whoever sends something else than messages is cut off. */
  #decode(chunk: Buffer): readonly Incoming[] {
    try {
      return this.#decoder.push(chunk);
    } catch {
      this.#socket.destroy();
      return [];
    }
  }
}
