/** What workers without a database call: they come, ask for work, report, fetch code, and go. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../../route.ts';
import { everybody, type Rule } from '../../rule.ts';
import {
  BundleFileParams,
  BundleManifestSchema,
  BundleParams,
  JoinBody,
  Joined,
  ReportsBody,
  ReportsTaken,
  Tokens,
  TokensBody,
  Work,
  WorkBody,
  WorkerBeat,
  WorkerStandingAnswer,
} from '../../schemas/execution/worker.ts';

const tag = 'Workers';
const ofWorkers: Rule = { kind: 'worker' };

/** Reports carry XComs, which may be large, and are sent together. */
const MAX_REPORT_BYTES = 256 * 1024 * 1024;
/** Room for the names of a thousand queues. Everybody may send it, so it may not be larger. */
const MAX_JOIN_BYTES = 300 * 1024;

export const joinAsWorker = route({
  id: 'worker_join',
  method: 'POST',
  path: '/execution/workers/join',
  tag,
  summary: 'Lets a worker in that shows the join token, or lets it go on.',
  body: JoinBody,
  maxBodyBytes: MAX_JOIN_BYTES,
  answers: { 200: Joined },
  rule: everybody,
});

export const askForWork = route({
  id: 'worker_work',
  method: 'POST',
  path: '/execution/work',
  tag,
  summary: 'Gives a worker attempts; waits until there are some, or something else is to be said.',
  body: WorkBody,
  answers: { 200: Work },
  rule: ofWorkers,
});

export const sendReports = route({
  id: 'worker_reports',
  method: 'POST',
  path: '/execution/reports',
  tag,
  summary: 'Keeps what became of attempts. A repeated call changes nothing.',
  body: ReportsBody,
  maxBodyBytes: MAX_REPORT_BYTES,
  answers: { 200: ReportsTaken },
  rule: ofWorkers,
});

export const beatAsWorker = route({
  id: 'worker_heartbeat',
  method: 'PUT',
  path: '/execution/workers/self/heartbeat',
  tag,
  summary: 'Keeps a worker alive, and compares what it has with what it was given. 410: it was given up.',
  body: WorkerBeat,
  answers: { 200: WorkerStandingAnswer },
  rule: ofWorkers,
});

export const renewTokens = route({
  id: 'worker_tokens',
  method: 'POST',
  path: '/execution/workers/self/tokens',
  tag,
  summary: 'Tokens for attempts of the worker whose own have expired. Attempts that are not its own get none.',
  body: TokensBody,
  answers: { 200: Tokens },
  rule: ofWorkers,
});

export const leaveAsWorker = route({
  id: 'worker_leave',
  method: 'DELETE',
  path: '/execution/workers/self',
  tag,
  summary: 'Ends the life of a worker. What it still has is lost.',
  answers: { 204: Type.Null() },
  rule: ofWorkers,
});

export const getBundleManifest = route({
  id: 'get_bundle_manifest',
  method: 'GET',
  path: '/execution/bundles/{version}/manifest',
  tag,
  summary: 'The files of a bundle version, with their hashes.',
  params: BundleParams,
  answers: { 200: BundleManifestSchema },
  rule: ofWorkers,
});

export const getBundleFile = route({
  id: 'get_bundle_file',
  method: 'GET',
  path: '/execution/bundles/{version}/files/{sha256}',
  tag,
  summary: 'A file of a bundle version by its hash, whole or in ranges. It never changes.',
  params: BundleFileParams,
  answers: { 200: Type.Any(), 206: Type.Any() },
  contentType: 'application/octet-stream',
  rule: ofWorkers,
});

export const workerRoutes: readonly Route[] = [
  joinAsWorker,
  askForWork,
  sendReports,
  beatAsWorker,
  renewTokens,
  leaveAsWorker,
  getBundleManifest,
  getBundleFile,
];
