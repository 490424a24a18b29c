import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type ListenOptions, type Server } from 'node:net';
import { dirname } from 'node:path';
import type { WorkerLink, WorkerListener } from '@tradewind/executors';
import { makePrivateFolder, possibleEndpoints, publishEndpoint, type WorkerEndpoint } from './endpoint.ts';
import { WorkerEndpointTakenError } from './errors.ts';
import { SocketLink } from './socket-link.ts';

/** Listens for the workers of the scheduler of `home`, and tells them where. */
export function listenForWorkers(home: string): WorkerListener {
  const server = createServer();
  return {
    async listen(onLink: (link: WorkerLink) => void) {
      server.on('connection', (socket) => onLink(new SocketLink(socket)));
      await publishEndpoint(home, await listenSomewhere(server, possibleEndpoints(home)));
    },
    close: () =>
      new Promise((resolve) => {
        // Open links end by themselves; who closes the listener has closed them or keeps them.
        server.close();
        resolve();
      }),
  };
}

/** @throws {WorkerEndpointTakenError} if a living scheduler has the place that this one wants. */
async function listenSomewhere(server: Server, endpoints: readonly WorkerEndpoint[]): Promise<WorkerEndpoint> {
  let failure: unknown;
  for (const endpoint of endpoints) {
    try {
      if (endpoint.kind === 'socket') {
        await listenOnSocket(server, endpoint.path);
        return endpoint;
      }
      await listen(server, { host: endpoint.host, port: endpoint.port });
      const address = server.address();
      return { ...endpoint, port: typeof address === 'object' && address !== null ? address.port : 0 };
    } catch (error) {
      if (error instanceof WorkerEndpointTakenError) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function listenOnSocket(server: Server, path: string): Promise<void> {
  await makePrivateFolder(dirname(path));
  try {
    await listen(server, { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (await isAnswered(path)) throw new WorkerEndpointTakenError(path);
    // A killed scheduler left it behind.
    await rm(path, { force: true });
    await listen(server, { path });
  }
  await chmod(path, 0o600);
}

function listen(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
