/** Decides whether whoever speaks first on a new connection is let in. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { WORKER_PROTOCOL, type WorkerHello, type WorkerRejection } from '@tradewind/model';

export type HelloVerdict =
  | { readonly kind: 'welcome'; readonly hello: WorkerHello }
  | { readonly kind: 'rejected'; readonly reason: WorkerRejection; readonly message: string }
  /** Not a worker at all: it gets no answer. */
  | { readonly kind: 'stranger' };

export function checkHello(message: unknown, token: string): HelloVerdict {
  if (!isGreeting(message)) return { kind: 'stranger' };
  if (!isSameSecret(message['token'], token)) {
    return rejected('wrong_token', 'The token is not the one of this scheduler.');
  }
  if (message['protocol'] !== WORKER_PROTOCOL) {
    const versions = `the scheduler speaks version ${WORKER_PROTOCOL}, the worker ${String(message['protocol'])}`;
    return rejected('wrong_protocol', `The two do not understand each other: ${versions}.`);
  }
  return isHello(message) ? { kind: 'welcome', hello: message as unknown as WorkerHello } : { kind: 'stranger' };
}

type Greeting = Readonly<Record<string, unknown>> & { readonly token: string };

function isGreeting(message: unknown): message is Greeting {
  const { kind, token } = (message ?? {}) as Readonly<Record<string, unknown>>;
  return kind === 'hello' && typeof token === 'string';
}

function isHello({ workerId, name, host, slots, queues, attemptIds }: Greeting): boolean {
  const isText = [workerId, name, host].every((value) => typeof value === 'string');
  return isText && Number.isSafeInteger(slots) && (slots as number) > 0 && isTexts(queues) && isTexts(attemptIds);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Compares hashes, which have one length, so that the time says nothing about the secret. */
function isSameSecret(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function rejected(reason: WorkerRejection, message: string): HelloVerdict {
  return { kind: 'rejected', reason, message };
}
