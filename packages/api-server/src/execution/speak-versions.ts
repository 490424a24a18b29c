/** Lets workers speak older versions of the Execution API: requests go up before they are checked, answers down. */
import {
  API_VERSION_HEADER,
  downgradeAnswer,
  EXECUTION_API_VERSION,
  judgeVersion,
  upgradeRequest,
  type VersionChange,
} from '@tradewind/contract/execution';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.ts';
import { isExecutionPath } from './execution-caller.ts';

export function speakVersions(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isExecutionPath(request)) return;
    reply.header(API_VERSION_HEADER, EXECUTION_API_VERSION);
    changesOf(request);
  });
  app.addHook('preValidation', async (request) => {
    const changes = isExecutionPath(request) ? changesOf(request) : [];
    if (changes.length > 0) request.body = upgradeRequest(routeIdOf(request), request.body, changes);
  });
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    const changes = isExecutionPath(request) && reply.statusCode < 300 ? changesOf(request) : [];
    return changes.length > 0 ? downgradeAnswer(routeIdOf(request), payload, changes) : payload;
  });
}

/** @throws {HttpProblem} 400 for a version that is not spoken */
function changesOf({ headers }: FastifyRequest): readonly VersionChange[] {
  const version = headers[API_VERSION_HEADER];
  const verdict = judgeVersion(Array.isArray(version) ? version.join(', ') : version);
  if (verdict.kind === 'refused') throw new HttpProblem(400, verdict.message);
  return verdict.changes;
}

function routeIdOf({ routeOptions }: FastifyRequest): string {
  return ((routeOptions.config ?? {}) as { readonly routeId?: string }).routeId ?? '';
}
