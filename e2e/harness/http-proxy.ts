/** An HTTP proxy before a server, as in companies: it offers the server under a path, and can be cut off. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpProxy {
  /** Where clients find the server: with the path. */
  readonly url: string;
  /** Connections break, and new ones get no answer at all, as behind a broken cable. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** `target`: the server's own address. */
export async function startHttpProxy(target: string, path = '/tradewind'): Promise<HttpProxy> {
  let isCut = false;
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming, outgoing) => {
    if (isCut) return;
    const forwarded = request(new URL((incoming.url ?? '/').slice(path.length), target), {
      method: incoming.method,
      headers: { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' },
    });
    forwarded.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/html' });
      outgoing.end('<h1>Bad Gateway</h1>');
    });
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
      drop();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        drop();
      }),
  };
}
