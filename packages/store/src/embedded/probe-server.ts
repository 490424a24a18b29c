import { connect } from 'node:net';
import { type Endpoint, socketPath } from './endpoint.ts';

/**
 * What a server answers to somebody who knocks: `accepting` (it asks for a password), `refusing` (it is there, and
 * starts, recovers or stops), `silent` (something is there that does not answer in time), `absent` (nobody listens).
 */
export type ProbeAnswer = 'accepting' | 'refusing' | 'silent' | 'absent';

/** Asks without logging in. Never throws. */
export function probeServer(endpoint: Endpoint, user: string, timeoutMs = 2_000): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const socket = connect(
      endpoint.kind === 'socket' ? { path: socketPath(endpoint) } : { host: endpoint.host, port: endpoint.port },
    );
    const end = (answer: ProbeAnswer) => {
      socket.destroy();
      resolve(answer);
    };
    let reply = '';
    socket.setTimeout(timeoutMs, () => end('silent'));
    socket.once('error', () => end('absent'));
    socket.once('connect', () => socket.write(startupMessage(user)));
    socket.once('close', () => resolve('silent'));
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1');
      const answer = readReply(reply);
      if (answer !== null) end(answer);
    });
  });
}

/** The first message of protocol 3.0: its length, the version, then pairs of names and values that end with a zero. */
function startupMessage(user: string): Buffer {
  const body = Buffer.from(`user\0${user}\0\0`, 'utf8');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, body]);
}

/**
 * `R` opens a request for authentication. `E` is an error, whose field `C` is its SQLSTATE: 57P03 is
 * `cannot_connect_now`; every other one (too many connections, say) comes from a server that works. `null`: not enough
 * was read to know.
 */
function readReply(reply: string): ProbeAnswer | null {
  if (reply.startsWith('R')) return 'accepting';
  if (!reply.startsWith('E')) return reply.length === 0 ? null : 'silent';
  const code = /\0C([0-9A-Z]{5})\0/.exec(reply)?.[1];
  if (code === undefined) return null;
  return code === '57P03' ? 'refusing' : 'accepting';
}
