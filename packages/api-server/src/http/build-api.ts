/**
 * The HTTP server: each endpoint is registered with its checks, its rule and its handler.
 *
 * What happens to a request, in this order: who calls (`Authenticator`), may they (`judgeRule`), is it well formed
 * (`validators`), the handler, the answer.
 */
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { type TObject, Type } from '@sinclair/typebox';
import { isChanging, pathParamsOf, type Route, successStatusOf } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { anonymous, type Caller } from '../identity/caller.ts';
import { judgeRoute } from '../identity/may-do.ts';
import { asksForPage, sendApp, servePages } from '../pages/serve-pages.ts';
import type { ApiParts } from '../ports.ts';
import { answerBrokenRequest } from './answer-broken-request.ts';
import { answerBrokenAddress, answerFault } from './answer-fault.ts';
import { type Change, changeWith } from './change.ts';
import { tagAnswer } from './entity-tag.ts';
import { Answer, type Call, type Endpoint } from './handle.ts';
import { HttpProblem } from './http-problem.ts';
import { protectAnswers } from './protect-answers.ts';
import { readJson } from './read-json.ts';
import { type Check, checkOf, misfitOf } from './validators.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** The longest part of a path: a run id is at most 250 letters, each of up to nine characters when it is encoded. */
const MAX_PARAM_LENGTH = 2_500;
const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Nothing listens until `listen` is called; `inject` works at once. */
export async function buildApi(parts: ApiParts, endpoints: readonly Endpoint[]): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: parts.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    exposeHeadRoutes: false,
    return503OnClosing: true,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBrokenAddress,
    trustProxy: parts.trustProxy === undefined ? false : [...parts.trustProxy],
    ...(parts.tls === undefined ? {} : { https: parts.tls as never }),
  });
  protectAnswers(app, parts);
  app.decorateRequest('caller', { getter: () => anonymous });
  await app.register(cookie);
  await app.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    customTypes: COMPRESSIBLE,
    brotliOptions: { params: { [BROTLI_QUALITY]: 4 } },
  });
  readJson(app);
  app.addHook('onSend', tagAnswer);
  app.setErrorHandler((error, request, reply) => answerFault(error as Error, { request, reply, parts }));
  const { pagesFolder } = parts;
  if (pagesFolder !== undefined) await servePages(app, pagesFolder);
  app.setNotFoundHandler((request, reply) => {
    if (pagesFolder !== undefined && asksForPage(request)) return sendApp(reply);
    return reply.code(404).send({ detail: `There is no route ${request.method} ${request.url.split('?')[0]}.` });
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  for (const endpoint of endpoints) register(app, endpoint, parts);
  return app;
}

/** Streams of events, and of matches while they are found, must not wait for a block to be full. */
const COMPRESSIBLE = /^text\/(?!event-stream)|[+/](?:json|javascript|xml)(?:;|$)|\/x-ndjson$|octet-stream(?:;|$)/;

/** `zlib.constants.BROTLI_PARAM_QUALITY`. */
const BROTLI_QUALITY = 1;

function register(app: FastifyInstance, endpoint: Endpoint, parts: ApiParts): void {
  const { route } = endpoint;
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { routeId: route.id },
    ...(route.maxBodyBytes === undefined ? {} : { bodyLimit: route.maxBodyBytes }),
    onRequest: async (request) => {
      const caller = await parts.authenticator.authenticate(request);
      Object.defineProperty(request, 'caller', { value: caller });
      admit(route, caller, request);
    },
    handler: handlerOf(endpoint, parts),
  });
}

/** @throws {HttpProblem} 401 or 403 */
function admit(route: Route, caller: Caller, request: FastifyRequest): void {
  const { dag_id: dagId } = request.params as { readonly dag_id?: string };
  const verdict = judgeRoute(route, caller, dagId === undefined || dagId === '~' ? null : (dagId as DagId));
  if (verdict === 'unauthenticated') throw new HttpProblem(401, 'Not authenticated', { 'www-authenticate': 'Bearer' });
  if (verdict === 'forbidden') throw new HttpProblem(403, `${caller.name} may not do this: ${sayRule(route)}.`);
}

function sayRule({ rule }: Route): string {
  if (rule.kind !== 'permitted') return `it needs a token of another kind or reach (${rule.kind})`;
  return `it needs ${rule.permissions.map(([action, resource]) => `${action} on ${resource}`).join(' and ')}`;
}

interface Checks {
  readonly params: Check;
  readonly query: Check;
  readonly body: Check;
}

const asItIs: Check = (value) => value;

function checksOf(route: Route): Checks {
  // Who is not known yet gets no more work done than its refusal takes.
  const tellsAll = route.rule.kind !== 'public';
  const body = route.body === undefined ? asItIs : checkOf('body', route.body, { tellsAll });
  return {
    params: checkOf('path', paramsOf(route)),
    query: route.query === undefined ? asItIs : checkOf('query', route.query),
    body: route.isBodyOptional ? (value) => (value === undefined || value === null ? undefined : body(value)) : body,
  };
}

/** What the route says of the names in its path; those of which it says nothing are texts. */
function paramsOf({ path, params }: Route): TObject {
  const texts = Object.fromEntries(pathParamsOf(path).map((name) => [name, Type.String()]));
  return Type.Object({ ...texts, ...params?.properties });
}

function handlerOf(
  { route, handler }: Endpoint,
  parts: ApiParts,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const checks = checksOf(route);
  const misfits = new Map<number, (answer: unknown) => string | null>();
  const status = successStatusOf(route);
  return async (request, reply) => {
    const answer: unknown = await handler(callOf(route, checks, { request, reply, parts }));
    if (reply.sent || answer === reply) return reply;
    const [code, body] = answer instanceof Answer ? [answer.status, answer.body] : [status, answer];
    if (parts.checksAnswers) checkAnswer(route, misfits, { code, body });
    reply.code(code);
    if (body === null || body === undefined) return reply.send();
    return reply.type('application/json; charset=utf-8').send(body);
  };
}

interface CallParts {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly parts: ApiParts;
}

function callOf(route: Route, checks: Checks, { request, reply, parts }: CallParts): Call<Route> {
  return {
    params: checks.params(request.params) as never,
    query: checks.query(request.query) as never,
    body: checks.body(request.body) as never,
    caller: request.caller,
    change: changeOf(route, request, parts),
    request,
    reply,
  };
}

function changeOf(route: Route, request: FastifyRequest, { database, now }: ApiParts): Change {
  const { dry_run: dryRun } = request.query as { readonly dry_run?: string | boolean };
  return changeWith({
    database,
    now,
    origin: {
      caller: request.caller,
      address: request.ip ?? null,
      userAgent: request.headers['user-agent'] ?? null,
      requestId: request.id,
    },
    isDryRun: isChanging(route) && String(dryRun) === 'true',
  });
}

function checkAnswer(
  route: Route,
  misfits: Map<number, (answer: unknown) => string | null>,
  { code, body }: { readonly code: number; readonly body: unknown },
): void {
  const schema = route.answers[code];
  if (schema === undefined) throw new Error(`${route.id} answers ${code}, which is not among its answers.`);
  if (!misfits.has(code)) misfits.set(code, misfitOf(schema));
  const misfit = misfits.get(code)!(JSON.parse(JSON.stringify(body ?? null)));
  if (misfit !== null) throw new Error(`The answer ${code} of ${route.id} does not fit its schema: ${misfit}`);
}
