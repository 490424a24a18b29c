/** What workers without a database call. */
import { createHash, randomFillSync, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  askForWork,
  beatAsWorker,
  getBundleFile,
  getBundleManifest,
  joinAsWorker,
  leaveAsWorker,
  renewTokens,
  sendReports,
} from '@tradewind/contract/execution';
import { type AttemptReport, createUuidV7, type WorkerId, type Workload } from '@tradewind/model';
import {
  type Database,
  endWorkers,
  findWorkload,
  isLiveWorker,
  joinWorker,
  loseAttemptsOfEndedWorkers,
  reconcileWorker,
  renewWorker,
  storeAttemptReports,
} from '@tradewind/store';
import { type Call, type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { instantText } from '../http/instant.ts';
import type { BundleShelf } from './bundle-shelf.ts';
import { readByteRange } from './byte-range.ts';
import { workerOf } from './execution-caller.ts';
import type { ExecutionTokens, WorkerClaims } from './execution-tokens.ts';
import type { ExecutionParts } from './ports.ts';
import type { Asking, WorkDesk } from './work-desk.ts';
import { requireLive, workerEnded } from './worker-guard.ts';

export interface WorkerEndpointParts {
  readonly database: Database;
  readonly parts: ExecutionParts;
  readonly tokens: ExecutionTokens;
  readonly desk: WorkDesk;
  readonly shelf: BundleShelf;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}

/** What was given this lately may still be on its way to its worker. */
const ON_ITS_WAY_MS = 3000;
const FOR_EVER = 'private, max-age=31536000, immutable';

export function workerEndpoints(context: WorkerEndpointParts): readonly Endpoint[] {
  return [
    handle(joinAsWorker, (call) => join(context, call)),
    handle(askForWork, async ({ caller, body, request, reply }) => {
      const worker = workerOf(caller);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      if (request.socket.destroyed) gone.abort();
      const { workloads, mustBeat } = await context.desk.poll(askingOf(worker, body), {
        waitMs: body.wait_ms ?? 0,
        signal: gone.signal,
      });
      return { work: given(context, worker, workloads), must_beat: mustBeat };
    }),
    handle(sendReports, ({ caller, body }) => takeReports(context, workerOf(caller), body)),
    handle(beatAsWorker, ({ caller, body }) => beat(context, workerOf(caller), body)),
    handle(renewTokens, async ({ caller, body }) => {
      const worker = workerOf(caller);
      if (!(await isLiveWorker(context.database, worker.workerId))) return { tokens: [] };
      const rows = await Promise.all(body.attempt_ids.map((attemptId) => findWorkload(context.database, attemptId)));
      const own = rows.flatMap((row) => (row?.workerId === worker.workerId ? [row.workload] : []));
      return {
        tokens: given(context, worker, own).map(({ workload, ...issued }) => ({
          attempt_id: workload.attemptId,
          ...issued,
        })),
      };
    }),
    handle(leaveAsWorker, async ({ caller }) => {
      const { workerId } = workerOf(caller);
      await endWorkers(context.database, [workerId]);
      await loseAttemptsOfEndedWorkers(context.database);
      context.desk.forget(workerId);
      return null;
    }),
    handle(getBundleManifest, async ({ caller, params: { version }, reply }) => {
      await requireLive(context.database, workerOf(caller));
      reply.header('cache-control', FOR_EVER);
      return context.shelf.manifest(version as string);
    }),
    handle(getBundleFile, (call) => sendFile(context, call)),
  ];
}

async function join(
  { database, parts, tokens, leaseMs, heartbeatMs }: WorkerEndpointParts,
  { body, request }: Call<typeof joinAsWorker>,
): Promise<{ worker_id: WorkerId; token: string; expires_at: string; heartbeat_ms: number; lease_ms: number }> {
  const { join_token: shown, worker_id: known, name, host, pid, slots, queues, version } = body;
  if (!isSameSecret(shown, await parts.joinToken())) {
    parts.onEvent?.({ kind: 'workerTurnedAway', name, address: request.ip });
    throw new HttpProblem(
      401,
      'The join token is not the one of this installation. Give the worker the content of "worker.token" in the home of the API server, as TRADEWIND__WORKER__TOKEN or in a file of that name in its own home.',
    );
  }
  const id = known ?? newWorkerId();
  const worker = { id, name, host, pid, slots, queues, version, isDraining: body.is_draining ?? false };
  if (!(await joinWorker(database, { worker, leaseMs }))) throw workerEnded();
  parts.onEvent?.({ kind: 'workerLetIn', name });
  const { token, expiresAt } = tokens.issue({ scope: 'worker', workerId: id, name, queues, slots });
  return {
    worker_id: id,
    token,
    expires_at: instantText(expiresAt),
    heartbeat_ms: heartbeatMs,
    lease_ms: leaseMs,
  };
}

const newWorkerId = createUuidV7({ now: Date.now, random: (bytes) => void randomFillSync(bytes) }) as () => WorkerId;

/** Compares hashes, which have one length, so that the time says nothing about the secret. */
function isSameSecret(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function askingOf(
  { workerId, queues, slots }: WorkerClaims,
  { ahead = 0, limit = 200 }: { readonly ahead?: number; readonly limit?: number },
): Asking {
  return { workerId, queues, slots, ahead, limit };
}

type GivenAnswer = { workload: Workload; token: string; expires_at: string };

function given(
  { tokens }: WorkerEndpointParts,
  { workerId }: WorkerClaims,
  workloads: readonly Workload[],
): GivenAnswer[] {
  return workloads.map((workload) => {
    const { attemptId, taskId, mapIndex, tryNumber, run } = workload;
    const { token, expiresAt } = tokens.issue({
      scope: 'ti:self',
      attemptId,
      workerId,
      dagRunKey: run.dagRunKey,
      place: { dagId: run.dagId, runId: run.runId, taskId, mapIndex, tryNumber },
    });
    return { workload, token, expires_at: instantText(expiresAt) };
  });
}

async function takeReports(
  context: WorkerEndpointParts,
  worker: WorkerClaims,
  body: { readonly reports: readonly AttemptReport[]; readonly ahead?: number; readonly limit?: number },
): Promise<{ refused: AttemptReport['attemptId'][]; work: GivenAnswer[] }> {
  const { database, desk, parts } = context;
  const accepted = await storeAttemptReports(database, worker.workerId, body.reports);
  const all = new Set(body.reports.map(({ attemptId }) => attemptId));
  const refused = [...all].filter((attemptId) => !accepted.has(attemptId));
  if (refused.length > 0) parts.onEvent?.({ kind: 'reportsRefused', name: worker.name, count: refused.length });
  desk.noteEnded(worker.workerId, body.reports.filter(({ kind }) => kind === 'finished').length);
  const hasRoom = body.limit !== 0 && desk.mayHaveWork(worker.queues);
  const workloads = hasRoom ? await desk.claim(askingOf(worker, body)) : [];
  return { refused, work: given(context, worker, workloads) };
}

async function beat(
  context: WorkerEndpointParts,
  worker: WorkerClaims,
  body: Call<typeof beatAsWorker>['body'],
): Promise<{
  work: GivenAnswer[];
  revoked: AttemptReport['attemptId'][];
  cancelled: { attempt_id: AttemptReport['attemptId']; reason: 'cancelled' | 'timeout' }[];
}> {
  const { database, desk, leaseMs } = context;
  const { workerId } = worker;
  const { held, is_draining: isDraining = false, is_resuming: isResuming = false } = body;
  desk.noteBeat(workerId, held.length);
  if (!(await renewWorker(database, { id: workerId, leaseMs, isDraining }))) throw workerEnded();
  const graceMs = isResuming ? 0 : ON_ITS_WAY_MS;
  const { missed, revoked, cancelled } = await reconcileWorker(database, { workerId, held, graceMs });
  return {
    work: given(context, worker, missed),
    revoked: [...revoked],
    cancelled: cancelled.map(({ attemptId, reason }) => ({ attempt_id: attemptId, reason })),
  };
}

async function sendFile(
  { database, shelf }: WorkerEndpointParts,
  { caller, params, request, reply }: Call<typeof getBundleFile>,
): Promise<typeof reply> {
  await requireLive(database, workerOf(caller));
  const { version, sha256 } = params as { readonly version: string; readonly sha256: string };
  const { path, size } = await shelf.file(version, sha256);
  const range = readByteRange(request.headers.range, size);
  reply.headers({ 'cache-control': FOR_EVER, etag: `"${sha256}"`, 'accept-ranges': 'bytes' });
  reply.type('application/octet-stream');
  if (request.headers['if-none-match'] === `"${sha256}"`) return reply.code(304).send();
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send();
  if (range === null) return reply.header('content-length', size).send(createReadStream(path));
  const { start, end } = range;
  reply.code(206).headers({ 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': end - start + 1 });
  return reply.send(createReadStream(path, { start, end }));
}
