import { connect } from 'node:net';
import type { SchedulerLink } from '@tradewind/worker';
import { readEndpoint } from './endpoint.ts';
import { SocketLink } from './socket-link.ts';

/**
 * Connects to the scheduler of `home`.
 *
 * @throws {WorkerEndpointUnknownError} if no scheduler of that home has ever listened for workers.
 * @throws an error of the system if none listens now.
 */
export async function connectToScheduler(home: string): Promise<SchedulerLink> {
  const endpoint = await readEndpoint(home);
  const socket = connect(
    endpoint.kind === 'socket' ? { path: endpoint.path } : { host: endpoint.host, port: endpoint.port, noDelay: true },
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return new SocketLink(socket);
}
