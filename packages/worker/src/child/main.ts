/**
 * The entry of a child process. Descriptor 3 is the channel to the supervisor, 1 and 2 are pipes that it reads.
 *
 * The child leads its own process group. When the channel ends, the supervisor is gone, and the child kills the whole
 * group at once, itself included.
 */
import { Socket } from 'node:net';
import { FrameDecoder } from '../channel/frames.ts';
import type { MessageToChild } from '../channel/messages.ts';
import { ProcessExitCalledError } from '../errors.ts';
import { outcomeOfError } from '../run-attempt.ts';
import { ChildWorker } from './child-worker.ts';
import { Outbox } from './outbox.ts';
import { takeSettings } from './settings.ts';

const CHANNEL_FD = 3;

const outbox = new Outbox(CHANNEL_FD);
const worker = new ChildWorker(takeSettings(process.argv), outbox);
const decoder = new FrameDecoder<MessageToChild>();
const channel = new Socket({
  fd: CHANNEL_FD,
  readable: true,
  writable: false,
  onread: {
    buffer: Buffer.allocUnsafeSlow(64 * 1024),
    callback: (length: number, buffer: Uint8Array) => {
      worker.receive(decoder.push(Buffer.from(buffer.buffer, buffer.byteOffset, length)));
      return true;
    },
  },
});

channel.on('end', killGroup);
channel.on('error', killGroup);
// With `onread` data goes to the callback; flowing mode is what makes the end of the stream visible.
channel.resume();

process.on('uncaughtException', (error) => worker.receiveUncaught(error));
process.on('exit', (code) => {
  worker.failRunning(outcomeOfError(new ProcessExitCalledError(code)));
  outbox.post({ kind: 'closing' });
  outbox.flushAll();
});

worker.start();

function killGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}
